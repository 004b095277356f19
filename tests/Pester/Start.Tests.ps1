# Runs in the real shell: what only pwsh has (Import-Csv, Export-Csv, Select-Object) with the module.
# Invoke-Pester tests/Pester, after a build.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../RetryOrchestrator.psd1') -Force -ErrorAction Stop

    function New-Folder([string] $Jobs) {
        $folder = New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid()))
        Set-Content -LiteralPath (Join-Path $folder 'jobs.csv') -Value $Jobs
        $folder.FullName
    }

    $threePasses = @'
job_id,account,simulate
v1,anna,success
v2,ben,ADB timeout after 30 s; success
v3,cara,error: device offline; Connection reset by peer; success
'@

    $failures = @'
job_id,account,simulate
v1,anna,success
v2,ben,Your account has been suspended
v3,ben,success
v4,cara,Video file not found: a.mp4
'@
}

Describe 'Start-OrchestratorRun' {
    BeforeEach {
        Push-Location (New-Folder $threePasses)
    }

    AfterEach {
        Pop-Location
    }

    It 'writes one clean row a pass when jobs are piped in and summaries are piped to a file' {
        Import-Csv jobs.csv |
            Start-OrchestratorRun -Simulate -RetryDelaySeconds 0 6> $null |
            Export-Csv passes.csv

        $rows = @(Import-Csv passes.csv)
        $rows.Pass | Should -Be '1', '2', '3'
        $rows.Succeeded | Should -Be '1', '1', '1'
        $rows[-1].Result | Should -Be 'AllComplete'
        $rows[-1].RunSucceeded | Should -Be '3'
        $rows[0].PSObject.Properties.Value -match 'System\.|PASS 1' | Should -BeNullOrEmpty
    }

    It 'leaves nothing but summaries on the output stream' {
        $output = Start-OrchestratorRun -JobsPath jobs.csv -Simulate -RetryDelaySeconds 0 6> $null

        $output | ForEach-Object { $_.GetType().Name } | Should -Be (@('RetryPassSummary') * 3)
    }

    It 'shows banners, configuration, summaries and waits on the information stream' {
        $null = Start-OrchestratorRun -JobsPath jobs.csv -Simulate -RetryDelaySeconds 1 -InformationVariable shown 6> $null

        $shown | Where-Object Tags -NotContains Orchestrator | Should -BeNullOrEmpty
        foreach ($tag in 'Config', 'Pass', 'Summary', 'Wait') {
            $shown | Where-Object Tags -Contains $tag | Should -Not -BeNullOrEmpty -Because $tag
        }
        "$($shown | Where-Object Tags -Contains Pass)" | Should -Match 'PASS 3 OF 5'
        "$($shown | Where-Object Tags -Contains Wait)" | Should -Match 'WAITING 1 SECOND BEFORE PASS 2'
    }

    It 'is shown without any preference being set, and redirected by 6>' {
        $InformationPreference = 'SilentlyContinue'

        $null = Start-OrchestratorRun -JobsPath jobs.csv -Simulate -RetryDelaySeconds 0 6> shown.txt

        Get-Content shown.txt -Raw | Should -Match 'RETRY CONFIGURATION'
    }

    It 'leaves $? true when every job succeeded, and finds nothing to do the second time' {
        $null = Start-OrchestratorRun -JobsPath jobs.csv -Simulate -RetryDelaySeconds 0 6> $null
        $first = $?
        $again = Start-OrchestratorRun -JobsPath jobs.csv -Simulate -RetryDelaySeconds 0 6> $null

        $first | Should -BeTrue
        $again | Should -BeNullOrEmpty
    }

    It 'runs nothing and leaves no file with -WhatIf' {
        $output = Start-OrchestratorRun -JobsPath jobs.csv -Simulate -WhatIf 6> $null

        $output | Should -BeNullOrEmpty
        (Get-ChildItem -Name) | Should -Be 'jobs.csv'
    }

    It 'says with -WhatIf that a start ends the run, when its passes are used up' {
        Set-Content used.csv "id,simulate`nv1,ADB timeout"
        $null = Start-OrchestratorRun used.csv -Simulate -RetryDelaySeconds 60 6> $null | Select-Object -First 1

        $said = foreach ($limit in 1, 2) {
            $null = Start-Transcript "plan-$limit.txt"
            Start-OrchestratorRun used.csv -Simulate -MaxPasses $limit -WhatIf -WarningAction SilentlyContinue 6> $null
            $null = Stop-Transcript
            (Get-Content "plan-$limit.txt" -Raw) -replace '\s+', ' '
        }

        $said[0] | Should -BeLike '*End run 1, whose passes are used up, and run nothing; 1 of 1 job due*'
        $said[1] | Should -BeLike '*Resume run 1 in pass 2; 1 of 1 job due*up to 2 passes*'
    }

    It 'stops after the first pass for Select-Object -First 1, and the next start resumes' {
        $first = Start-OrchestratorRun -JobsPath jobs.csv -Simulate -RetryDelaySeconds 60 6> $null |
            Select-Object -First 1
        $stopped = (Get-OrchestratorStatus).State
        $rest = Start-OrchestratorRun -JobsPath jobs.csv -Simulate -RetryDelaySeconds 0 6> $null

        $first.Pass | Should -Be 1
        $stopped | Should -Be 'Stopped'
        $rest[-1].Result | Should -Be 'AllComplete'
        $rest[-1].RunId | Should -Be $first.RunId
    }

    It 'runs a script block with $Job, $Attempt and $using:' {
        $prefix = 'for'

        $pass = Start-OrchestratorRun -JobsPath jobs.csv 6> $null -ScriptBlock {
            $line = "$using:prefix $($Job.account), attempt $($Attempt.Number)"
            Set-Content (Join-Path $Attempt.ArtifactFolder 'said.txt') $line
        }

        $pass.Succeeded | Should -Be 3
        Get-ChildItem jobs.artifacts -Recurse -Filter said.txt | Get-Content | Sort-Object |
            Should -Be 'for anna, attempt 1', 'for ben, attempt 1', 'for cara, attempt 1'
    }

    It 'takes the failure a script states outright' {
        $null = Start-OrchestratorRun -JobsPath jobs.csv -ErrorAction SilentlyContinue 6> $null -ScriptBlock {
            if ($Job.account -eq 'ben') {
                Write-OrchestratorFailure -Category Account -Type suspended -Message 'no more'
            }
        }

        $failed = Get-OrchestratorJob -Status failed
        $failed.JobId | Should -Be 'v2'
        $failed.Category | Should -Be 'account'
        $failed.FailureType | Should -Be 'suspended'
    }
}

Describe 'A run that leaves failures' {
    BeforeEach {
        Push-Location (New-Folder $failures)
        $script:passes = Start-OrchestratorRun -JobsPath jobs.csv -Simulate -RetryDelaySeconds 0 -ErrorVariable script:problems -ErrorAction SilentlyContinue 6> $null
        $script:succeeded = $?
    }

    AfterEach {
        Pop-Location
    }

    It 'leaves $? false and writes one error, RunIncomplete, that names the command to list them' {
        $succeeded | Should -BeFalse
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -Match '^RunIncomplete,'
        "$($problems[0]) $($problems[0].ErrorDetails.RecommendedAction)" | Should -Match 'Get-OrchestratorJob'
    }

    It 'ends with OnlyNonRetryable after one pass' {
        $passes.Result | Should -Be 'OnlyNonRetryable'
        $passes.FailedAccount | Should -Be 1
        $passes.FailedInput | Should -Be 1
        $passes.Skipped | Should -Be 1
    }

    It 'makes pwsh -Command end with exit code 1' {
        $manifest = Join-Path $PSScriptRoot '../../RetryOrchestrator.psd1'
        . (Join-Path $PSScriptRoot 'Shell.ps1')

        $null = & $shell @shellWords -NoProfile -NonInteractive -Command "Import-Module '$manifest'; Start-OrchestratorRun -Simulate -RetryDelaySeconds 0" 2>&1

        $LASTEXITCODE | Should -Be 1
    }

    It 'keeps account failures and what was skipped until they are reset' {
        $null = Start-OrchestratorRun -Simulate -RetryDelaySeconds 0 -ErrorAction SilentlyContinue 6> $null
        (Get-OrchestratorJob -JobId v2).Attempts | Should -Be 1
        (Get-OrchestratorJob -JobId v4).Attempts | Should -Be 2

        Reset-OrchestratorJob -Account ben -WhatIf
        (Get-OrchestratorJob -Account ben).Status | Should -Be 'failed', 'skipped'

        $reset = Reset-OrchestratorJob -Account ben -PassThru -Confirm:$false
        $reset.JobId | Should -Be 'v2', 'v3'
        (Get-OrchestratorJob -Account ben).Status | Should -Be 'pending', 'pending'
    }

    It 'leaves finished jobs alone in a reset without -Force' {
        Reset-OrchestratorJob -JobId v1 -Confirm:$false -WarningAction SilentlyContinue -ErrorAction SilentlyContinue
        (Get-OrchestratorJob -JobId v1).Status | Should -Be 'success'

        Reset-OrchestratorJob -JobId v1 -Force -Confirm:$false
        (Get-OrchestratorJob -JobId v1).Status | Should -Be 'pending'
    }
}
