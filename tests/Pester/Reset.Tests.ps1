# Reset asks before it runs again what has succeeded. Where nobody can be asked, it refuses.
BeforeAll {
    $manifest = Convert-Path (Join-Path $PSScriptRoot '../../RetryOrchestrator.psd1')
    Import-Module $manifest -Force -ErrorAction Stop
    . (Join-Path $PSScriptRoot 'Shell.ps1')
    Push-Location $TestDrive
    Set-Content jobs.csv "id,simulate`nv1,success`nv2,success"
    $null = Start-OrchestratorRun ./jobs.csv -Simulate 6> $null
    $list = Convert-Path jobs.csv

    function Get-Due { @(Get-OrchestratorJob -Status pending).JobId }

    function Invoke-Alone([powershell] $Session, [string] $Arguments) {
        try {
            $null = $Session.AddScript("Import-Module '$manifest'; Reset-OrchestratorJob * '$list' -Force $Arguments").Invoke()
            $Session.Streams.Error | ForEach-Object { $_ }
        }
        finally {
            $Session.Dispose()
        }
    }
}

AfterAll {
    Pop-Location
}

Describe 'Where nobody can be asked' {
    It 'a session of <Name> is refused, and told what to add' -ForEach @(
        @{ Name = 'its own'; Make = { [powershell]::Create() } }
        @{ Name = 'the initial state'; Make = { [powershell]::Create([initialsessionstate]::CreateDefault()) } }
        @{ Name = 'the least initial state'; Make = { [powershell]::Create([initialsessionstate]::CreateDefault2()) } }
    ) {
        $refused = Invoke-Alone (& $Make)

        $refused.FullyQualifiedErrorId | Should -BeLike 'ConfirmationNeeded*'
        $refused.Exception.Message | Should -BeLike '*Nothing was reset. Add -Confirm:$false*'
        Get-Due | Should -BeNullOrEmpty
    }

    It 'a thread job and a parallel block are refused' {
        { Start-ThreadJob { Import-Module $using:manifest; Reset-OrchestratorJob * $using:list -Force } | Receive-Job -Wait -ErrorAction Stop } |
            Should -Throw -ErrorId 'ConfirmationNeeded*'
        $refused = 1 | ForEach-Object -Parallel { Import-Module $using:manifest; Reset-OrchestratorJob * $using:list -Force } 2>&1
        $refused.FullyQualifiedErrorId | Should -BeLike 'ConfirmationNeeded*'
        Get-Due | Should -BeNullOrEmpty
    }

    It 'a shell with <Words> is refused' -ForEach @(
        @{ Words = '-NonInteractive'; More = @('-NonInteractive') }
        @{ Words = 'no input'; More = @() }
    ) {
        $said = $null | & $shell @shellWords -NoProfile @More -Command "`$ErrorView = 'NormalView'; Import-Module '$manifest'; Reset-OrchestratorJob * '$list' -Force; exit 7" 2>&1

        $LASTEXITCODE | Should -Be 7
        "$said" -replace '\s+', ' ' | Should -BeLike '*nobody can be asked*'
        Get-Due | Should -BeNullOrEmpty
    }

    It '-Confirm:$false does it without being asked' {
        Invoke-Alone ([powershell]::Create()) '-Confirm:$false' | Should -BeNullOrEmpty

        Get-Due | Should -Be 'v1', 'v2'
    }
}
