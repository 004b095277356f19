# In a process of its own: only the first import of a process loads the module.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Shell.ps1')
}

Describe 'Import-Module' {
    It 'works in several runspaces at once, while others already remove it again' {
        $manifest = Join-Path $PSScriptRoot '../../RetryOrchestrator.psd1'
        $work = {
            $manifest = $args[0]
            $ready = [System.Threading.Barrier]::new(6)
            1..6 | ForEach-Object -ThrottleLimit 6 -Parallel {
                ($using:ready).SignalAndWait()
                foreach ($again in 1..3) {
                    Import-Module $using:manifest
                    (Resolve-OrchestratorFailure -Message 'x').Message
                    Remove-Module RetryOrchestrator
                }
            }
        }

        $said = & $shell @shellWords -NoProfile -Command $work -args $manifest

        $said | Should -Be (@('x') * 18)
    }

    It 'keeps cmdlets and help when it is forced again' {
        $work = {
            $manifest = $args[0]
            1..3 | ForEach-Object { Import-Module $manifest -Force }
            (Get-Command -Module RetryOrchestrator).Count
            (Get-Help Start-OrchestratorRun).Synopsis
        }
        $manifest = Join-Path $PSScriptRoot '../../RetryOrchestrator.psd1'

        $count, $synopsis = & $shell @shellWords -NoProfile -Command $work -args $manifest

        $count | Should -Be 11
        $synopsis | Should -BeLike 'Runs a list of jobs*'
    }
}

Describe 'Import-Module of a checkout that was not built' {
    BeforeAll {
        # What the repository keeps beside the manifest; what a build makes is in folders of its own.
        $root = Join-Path $PSScriptRoot '../..'
        Get-ChildItem -LiteralPath $root -File | Copy-Item -Destination $TestDrive
        $import = {
            try { Import-Module "$($args[0])/RetryOrchestrator.psd1" -ErrorAction Stop } catch { "$_" }
            "errors: $($Error.Count)"
            "commands: $(@(Get-Command -Module RetryOrchestrator).Count)"
        }
    }

    It 'says so once, with the command that builds it' {
        $said = & $shell @shellWords -NoProfile -Command $import -args "$TestDrive"

        $said | Should -Be @(
            "RetryOrchestrator is not built yet in '$TestDrive'. Build it there first: dotnet build Orchestrator.sln"
            'errors: 1'
            'commands: 0'
        )
    }

    It 'says the same where a build was cut off' {
        New-Item -Path (Join-Path $TestDrive 'bin/RetryOrchestrator.Loader.dll') -Force

        $said = & $shell @shellWords -NoProfile -Command $import -args "$TestDrive"

        $said[0] | Should -BeLike '*not built yet*dotnet build Orchestrator.sln'
    }
}

Describe 'The manifest' {
    It 'is one that galleries accept' {
        $manifest = Join-Path $PSScriptRoot '../../RetryOrchestrator.psd1'

        (Test-ModuleManifest $manifest -ErrorAction Stop).ExportedCmdlets.Count | Should -Be 11
    }
}
