BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../RetryOrchestrator.psd1') -Force -ErrorAction Stop
    Push-Location $TestDrive
    Set-Content jobs.csv @'
job_id,account,simulate
v1,anna,success
v2,ben,ADB timeout after 30 s; success
v3,cara,Your account has been suspended
'@
    $null = Start-OrchestratorRun -Simulate -RetryDelaySeconds 0 -ErrorAction SilentlyContinue 6> $null
}

AfterAll {
    Pop-Location
}

Describe 'After a run' {
    It 'Get-OrchestratorStatus tells where it stands' {
        $status = Get-OrchestratorStatus

        $status.State | Should -Be 'Completed'
        $status.Total | Should -Be 3
        $status.Succeeded | Should -Be 2
        $status.FailedAccount | Should -Be 1
        $status.SuccessRate | Should -Be 66.7
    }

    It 'Get-RetryPassSummary returns the passes, and chosen ones' {
        (Get-RetryPassSummary).Pass | Should -Be 1, 2
        (Get-RetryPassSummary -Pass 2).Succeeded | Should -Be 1
        (Get-RetryPassSummary -All).RunId | Should -Be 1, 1
    }

    It 'Get-OrchestratorJob filters, and shows the attempts with -History' {
        (Get-OrchestratorJob).JobId | Should -Be 'v1', 'v2', 'v3'
        (Get-OrchestratorJob -Status failed -Category account).JobId | Should -Be 'v3'
        (Get-OrchestratorJob -JobId 'v[2]', 'v1*').JobId | Should -Be 'v1'

        $history = Get-OrchestratorJob -JobId v2 -History
        $history.Outcome | Should -Be 'Failed', 'Success'
        $history[0].FailureType | Should -Be 'adb_timeout'
    }

    Context 'from another folder' {
        BeforeAll {
            New-Item -ItemType Directory elsewhere | Out-Null
            Push-Location elsewhere
        }

        AfterAll { Pop-Location }

        It 'Get-OrchestratorJob <_> takes the path for the list, and the other word for the id' -ForEach @(
            '../jobs.csv'
            '../jobs.orchestrator.db'
            '../jobs.csv v2'
            'v2 ../jobs.csv'
            '../jobs.orchestrator.db v2'
        ) {
            $jobs = & ([scriptblock]::Create("Get-OrchestratorJob $_"))

            $jobs.JobId | Should -Be $(if ($_ -match 'v2') { 'v2' } else { 'v1', 'v2', 'v3' })
        }

        It 'a list that is not there is named in the error, and no job called like it' {
            { Get-OrchestratorJob ../none.csv -ErrorAction Stop } | Should -Throw -ErrorId 'StateNotFound*'
            { Get-OrchestratorJob ../none.csv -ErrorAction Stop } | Should -Throw '*none.orchestrator.db*'
        }

        It 'Reset-OrchestratorJob takes no path for a choice of jobs' {
            { Reset-OrchestratorJob ../jobs.csv } | Should -Throw -ErrorId 'NoJobsChosen*'
        }

        It 'the state may stand in the place of its list' {
            (Get-OrchestratorStatus ../jobs.orchestrator.db).Total | Should -Be 3
            (Get-RetryPassSummary ../jobs.orchestrator.db).Pass | Should -Be 1, 2
        }
    }

    It 'a job that is called as a file is stays a job in its folder' {
        Set-Content files.csv "job_id`nreport.csv`nother"
        $null = Start-OrchestratorRun files.csv -Simulate -StatePath jobs2.orchestrator.db -RetryDelaySeconds 0 -ErrorAction SilentlyContinue 6> $null
        New-Item -ItemType Directory named | Out-Null
        Copy-Item files.csv named/jobs.csv
        $null = Start-OrchestratorRun named/jobs.csv -Simulate -RetryDelaySeconds 0 -ErrorAction SilentlyContinue 6> $null
        Push-Location named
        try { (Get-OrchestratorJob report.csv).JobId | Should -Be 'report.csv' }
        finally { Pop-Location }
    }

    It 'an id that looks like a path is told where paths go' {
        { Get-OrchestratorJob ./none -ErrorAction Stop } | Should -Throw '*-JobsPath*'
    }

    It 'its objects become CSV of plain cells' {
        $cells = Get-OrchestratorJob | ConvertTo-Csv | ConvertFrom-Csv | ForEach-Object { $_.PSObject.Properties.Value }

        $cells -match 'System\.' | Should -BeNullOrEmpty
    }

    It 'its objects are shown as short tables and full lists' {
        Get-RetryPassSummary | Out-String -Width 80 | Should -Match '(?m)^\s*Pass|RunId'
        Get-RetryPassSummary | Format-List | Out-String | Should -Match 'NextAction|Next'
        @(Get-OrchestratorStatus | Out-String -Width 80 -Stream | Where-Object Length -GT 80) | Should -BeNullOrEmpty
    }

    It 'ids that differ only at their ends stay apart in a narrow table' {
        New-Item -ItemType Directory long | Out-Null
        Set-Content long/jobs.csv "job_id`ncampaign-2026-autumn-001`ncampaign-2026-autumn-002"
        $null = Start-OrchestratorRun -JobsPath long/jobs.csv -Simulate -RetryDelaySeconds 0 -ErrorAction SilentlyContinue 6> $null

        foreach ($history in $false, $true) {
            $table = Get-OrchestratorJob -JobsPath long/jobs.csv -History:$history | Out-String -Width 80

            $table | Should -Match 'campaig…tumn-001\s'
            $table | Should -Match 'campaig…tumn-002\s'
        }
    }

    It 'the status says each setting in words, also where a script shows it among other objects' {
        $shown = Get-RetryPassSummary | ForEach-Object { $_; Get-OrchestratorStatus } | Out-String

        $shown | Should -Not -Match 'EffectiveSetting'
        $shown | Should -Match '\{Workers = 3, MaxPasses = 5'
        Get-OrchestratorStatus | Format-List | Out-String | Should -Match 'RetryDelaySeconds = 0s \(parameter\)'
    }

    It 'a list without a run has not been started, and its folder stays as it was' {
        New-Item -ItemType Directory empty | Out-Null
        Set-Content empty/jobs.csv "job_id`nv1"

        $status = Get-OrchestratorStatus -JobsPath empty/jobs.csv
        $status.State | Should -Be 'NotStarted'
        $status.Pending | Should -Be 1
        Get-ChildItem empty -Name | Should -Be 'jobs.csv'
    }
}

Describe 'Resolve-OrchestratorFailure' {
    It 'sorts <Message> as <Category>, <Type>' -ForEach @(
        @{ Message = 'ADB timeout'; Category = 'infrastructure'; Type = 'adb_timeout' }
        @{ Message = 'Your account has been suspended'; Category = 'account'; Type = 'suspended' }
        @{ Message = 'catalog index rebuilt'; Category = 'unknown'; Type = '' }
    ) {
        $failure = $Message | Resolve-OrchestratorFailure

        $failure.Category | Should -Be $Category
        $failure.Type | Should -Be $Type
    }

    It 'sorts an error record by its exception' {
        $failure = try { [IO.File]::ReadAllText((Join-Path $TestDrive 'none.txt')) } catch { $_ | Resolve-OrchestratorFailure }

        $failure.Category | Should -Be 'input'
    }

    It 'tries the rules of a file first: <File>' -ForEach @(
        @{ File = 'failure-rules.csv' }
        @{ File = 'failure-rules.json' }
    ) {
        $rules = Join-Path $PSScriptRoot "../../src/RetryOrchestrator.Module/samples/rules/$File"

        (Resolve-OrchestratorFailure -Message 'The quota is used up' -FailureRulesPath $rules).Type | Should -Be 'quota_used_up'
        (Resolve-OrchestratorFailure -Message 'try later' -ExitCode 75 -FailureRulesPath $rules).Category | Should -Be 'infrastructure'
    }
}
