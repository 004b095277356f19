BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../RetryOrchestrator.psd1') -Force -ErrorAction Stop

    function Get-Completion([string] $Line) {
        (TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText
    }
}

Describe 'Get-Help' {
    It '<_> has a synopsis, a description, described parameters and examples' -ForEach @(
        'Start-OrchestratorRun', 'Get-OrchestratorStatus', 'Get-RetryPassSummary', 'Get-OrchestratorJob'
        'Reset-OrchestratorJob', 'Stop-OrchestratorRun', 'Resolve-OrchestratorFailure', 'Write-OrchestratorFailure'
        'Get-OrchestratorDevice', 'Test-OrchestratorFlow', 'Set-OrchestratorCheckpoint'
    ) {
        $help = Get-Help $_ -Full

        $help.Synopsis | Should -Not -Match "^\s*$_"
        $help.Description | Should -Not -BeNullOrEmpty
        $help.examples.example.Count | Should -BeGreaterOrEqual 2
        $help | Out-String | Should -Match 'EXAMPLE'
    }

    It 'explains the retry behaviour in Start-OrchestratorRun and in the about topic' {
        foreach ($topic in 'Start-OrchestratorRun', 'about_RetryOrchestrator') {
            $text = Get-Help $topic -Full | Out-String
            $text | Should -Match 'RETRY BEHAVIOUR'
            $text | Should -Match 'MaxAttemptsPerJob'
        }
    }

    It 'shows one parameter with its default' {
        Get-Help Start-OrchestratorRun -Parameter MaxPasses | Out-String | Should -Match '\b5\b'
    }
}

Describe 'Tab completion' {
    BeforeAll {
        Push-Location $TestDrive
        Set-Content jobs.csv "job_id,account`nvideo-1,anna`nvideo-2,ben"
        $null = Start-OrchestratorRun -Simulate -RetryDelaySeconds 0 -ErrorAction SilentlyContinue 6> $null
    }

    AfterAll {
        Pop-Location
    }

    It 'offers categories' {
        Get-Completion 'Get-OrchestratorJob -Category inf' | Should -Contain 'infrastructure'
    }

    It 'offers statuses' {
        Get-Completion 'Get-OrchestratorJob -Status re' | Should -Contain 'retrying'
    }

    It 'offers the ids of the jobs' {
        Get-Completion 'Get-OrchestratorJob -JobId vid' | Should -Be 'video-1', 'video-2'
    }

    It 'offers runs and their passes' {
        Get-Completion 'Get-RetryPassSummary -RunId ' | Should -Be '1'
        Get-Completion 'Get-RetryPassSummary -RunId 1 -Pass ' | Should -Contain '1'
    }

    It 'offers banners' {
        Get-Completion 'Start-OrchestratorRun -Banner B' | Should -Be 'Block', 'Box'
    }
}

Describe 'Errors' {
    It 'report all faulty rows at once, each with its line, and start nothing' {
        Push-Location (New-Item -ItemType Directory (Join-Path $TestDrive faulty))
        try {
            Set-Content jobs.csv "job_id,account`nv1,anna`n,ben`nv1,cara"

            $null = Start-OrchestratorRun -Simulate -ErrorVariable problems -ErrorAction SilentlyContinue 6> $null

            "$problems" | Should -Match 'line 3'
            "$problems" | Should -Match 'line 4'
            Get-ChildItem -Name | Should -Be 'jobs.csv'
        }
        catch {
            # A terminating error says the same.
            "$_" | Should -Match 'line 3[\s\S]*line 4'
        }
        finally {
            Pop-Location
        }
    }

    It 'show the choices when nothing says what runs a job' {
        Set-Content (Join-Path $TestDrive 'plain.csv') "job_id`nv1"

        { Start-OrchestratorRun -JobsPath (Join-Path $TestDrive 'plain.csv') -ErrorAction Stop 6> $null } |
            Should -Throw '*-Simulate*'
    }
}
