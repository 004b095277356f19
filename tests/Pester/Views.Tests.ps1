BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../RetryOrchestrator.psd1') -Force -ErrorAction Stop
    Push-Location $TestDrive
    Set-Content jobs.csv @'
id,account,simulate
v1,anna,success
v2,ben,ADB timeout after 30 s; success
v3,cara,Your account has been suspended for breaking the rules of the community
v4,cara,success
'@
    $null = Start-OrchestratorRun ./jobs.csv -Simulate -RetryDelaySeconds 0 -ErrorAction SilentlyContinue 6> $null

    function Get-Line([Parameter(ValueFromPipeline)] $Item, [int] $Width = 80) {
        begin { $all = @() }
        process { $all += $Item }
        end { $all | Out-String -Width $Width -Stream | ForEach-Object { $_ -replace "\e\[[0-9;]*m" } }
    }
}

AfterAll {
    Pop-Location
}

Describe 'Tables at 80 columns' {
    It 'the passes stand under their run, and their numbers add up' {
        $lines = Get-RetryPassSummary -All | Get-Line

        $lines -match '^\s*RunId: 1' | Should -HaveCount 1
        $lines -match '^Pass Processed Succeeded Failed Uncertain Result +Skipped Duration' | Should -HaveCount 1
        foreach ($pass in Get-RetryPassSummary) {
            $pass.Succeeded + $pass.Failed + $pass.Uncertain | Should -Be $pass.Processed
            $pass.FailedAccount + $pass.FailedInfrastructure + $pass.FailedUnknown + $pass.FailedInput | Should -Be $pass.Failed
        }
    }

    It 'the status adds up to its total' {
        $status = Get-OrchestratorStatus

        $status.Succeeded + $status.Claimed + $status.Pending + $status.Retrying + $status.Failed + $status.Skipped + $status.Uncertain | Should -Be $status.Total
    }

    It 'the whole reason of a failure can be read' {
        $text = -join (Get-OrchestratorJob -Status failed | Get-Line | ForEach-Object { $_.PadRight(80).Substring(41, 39) })

        ($text -replace '\s') | Should -BeLike '*Youraccounthasbeensuspendedforbreakingtherulesofthecommunity*'
    }

    It 'a reason that begins with an empty line is seen' {
        Set-Content blank.csv "id`nv1"
        $null = Start-OrchestratorRun blank.csv -ScriptBlock { throw "`nthe upload was cut short" } -MaxPasses 1 -ErrorAction SilentlyContinue 6> $null

        (Get-OrchestratorJob v1 blank.csv | Get-Line) -join "`n" | Should -BeLike '*the upload was cut short*'
    }

    It '<Command> names properties, which can be sorted by, and is no wider' -ForEach @(
        @{ Command = 'Get-RetryPassSummary' }
        @{ Command = 'Get-OrchestratorJob' }
        @{ Command = 'Get-OrchestratorJob -History' }
        @{ Command = 'Get-OrchestratorStatus' }
        @{ Command = 'Resolve-OrchestratorFailure x' }
        @{ Command = '(Get-OrchestratorStatus).Configuration' }
    ) {
        $items = & ([scriptblock]::Create($Command))
        $lines = $items | Get-Line
        $heading = $lines[[array]::FindIndex([string[]] $lines, [Predicate[string]] { $args[0] -match '^[- ]+$' -and $args[0] -match '-' }) - 1]

        foreach ($word in -split $heading) {
            @($items)[0].PSObject.Properties.Name | Should -Contain $word
        }
        @($lines | Where-Object Length -GT 80) | Should -BeNullOrEmpty
    }
}

Describe 'Tables at <_> columns' -ForEach 60, 72 {
    BeforeAll { $width = $_ }

    It 'have id, status and the whole reason of a job' {
        $lines = Get-OrchestratorJob -Status failed | Get-Line -Width $width
        $text = -join ($lines | ForEach-Object { $_.PadRight($width).Substring(41) })

        $lines -match '^v3 +Failed +Account' | Should -HaveCount 1
        ($text -replace '\s') | Should -BeLike '*Youraccounthasbeensuspendedforbreakingtherulesofthecommunity*'
        @($lines | Where-Object Length -GT $width) | Should -BeNullOrEmpty
    }

    It 'have the run, the pass and the whole message of an attempt' {
        $lines = Get-OrchestratorJob v3 -History | Get-Line -Width $width
        $text = -join ($lines | ForEach-Object { $_.PadRight($width).Substring(43) })

        $lines -match '^v3 +1 +1 Failed' | Should -HaveCount 1
        ($text -replace '\s') | Should -BeLike '*Youraccounthasbeensuspendedforbreakingtherulesofthecommunity*'
    }

    It 'have what a pass came to' {
        (Get-RetryPassSummary | Get-Line -Width $width) -match '^ +1 +3 +1 +2 +0 RetryableRemaining' | Should -HaveCount 1
    }

    It 'have where the jobs stand' {
        $lines = Get-OrchestratorStatus | Get-Line -Width $width

        $lines -match '^State +Succeeded +Failed +Uncertain +Skipped Retrying' | Should -HaveCount 1
        $lines -match '^Completed +2 +1 +0 +1 +0' | Should -HaveCount 1
    }

    It 'have category, type and rule of a failure' {
        (Resolve-OrchestratorFailure 'ADB timeout' | Get-Line -Width $width) -match '^Infrastructure adb_timeout +builtin:adb_timeout' |
            Should -HaveCount 1
    }
}

Describe 'Objects behind those of another type in one command line' {
    It 'are listed in short, with what matters' {
        $lines = & { Get-OrchestratorStatus; Get-OrchestratorJob v3; Get-OrchestratorJob v3 -History; Get-RetryPassSummary -Pass 1 } | Get-Line

        $lines -match '^LastError +: Your account' | Should -HaveCount 1
        $lines -match '^RunId +: 1' | Should -HaveCount 2
        $lines -match '^NextAction +: CONTINUING' | Should -HaveCount 1
        $lines -cmatch 'Utc|^(ClaimedAt|StartedAt|Rule) ' | Should -BeNullOrEmpty
    }
}

# Jobs that end without an outcome behind their checkpoint, and a run that tells why.
Describe 'Jobs that may have been done' -Skip:$IsWindows {
    BeforeAll {
        Set-Content uncertain.csv "id,account`nu1,ada`nu2,ben"
        Set-Content post.sh 'echo "posting to $1" > "$ORCHESTRATOR_CHECKPOINT"; [ "$1" = ben ] || kill -9 $$'
        $null = Start-OrchestratorRun uncertain.csv -Command sh -ArgumentList post.sh, '{account}' -ErrorAction SilentlyContinue 6> $null
    }

    It 'have a column beside those that failed, at <_> columns' -ForEach 60, 80 {
        $lines = Get-RetryPassSummary uncertain.csv | Get-Line -Width $_

        $lines -match '^ +1 +2 +1 +0 +1 OnlyNonRetryable' | Should -HaveCount 1
    }

    It 'say why in the history, in its table of <_> columns' -ForEach 60, 80, 120 {
        $width = $_
        $lines = Get-OrchestratorJob u1 -JobsPath uncertain.csv -History | Get-Line -Width $width
        $text = -join ($lines | ForEach-Object { $_.PadRight($width).Substring(43) })

        ($text -replace '\s') | Should -BeLike "*killedbySIGKILL*'postingtoada'mayhavehappened*"
    }

    It 'are counted in the short list, too' {
        $lines = & { Resolve-OrchestratorFailure x; Get-OrchestratorStatus uncertain.csv; Get-RetryPassSummary uncertain.csv } | Get-Line

        $lines -match '^Uncertain +: 1$' | Should -HaveCount 2
    }
}

Describe 'What guards did' -Skip:$IsWindows {
    BeforeAll {
        # The shell that runs it is killed by its second job, and by the same once more.
        Set-Content poison.csv "id`nv1"
        $manifest = Convert-Path (Join-Path $PSScriptRoot '../../RetryOrchestrator.psd1')
        . (Join-Path $PSScriptRoot 'Shell.ps1')
        1..2 | ForEach-Object {
            $null = & $shell @shellWords -NoProfile -Command "Import-Module '$manifest'; Start-OrchestratorRun poison.csv -Command sh -ArgumentList '-c','kill -9 `$PPID; sleep 5'" 2>&1
        }
        $null = Start-OrchestratorRun poison.csv -Command sh -ArgumentList '-c', 'true' -ErrorAction SilentlyContinue 6> $null
    }

    It 'is told by one table, with the time as everywhere and the whole reason' {
        $lines = (Get-OrchestratorStatus poison.csv).Guards | Get-Line
        $text = -join ($lines | ForEach-Object { $_.PadRight(80).Substring(46) })

        $lines -match '^At +Pass Subject +Action +Detail' | Should -HaveCount 1
        $lines -match '^\d{4}-\d\d-\d\d +1 job v1' | Should -Not -BeNullOrEmpty
        ($text -replace '\s') | Should -BeLike '*Theorchestratordied2times*'
    }

    It 'is counted beneath the state' {
        (Get-OrchestratorStatus poison.csv | Get-Line) -match '^guards: \d' | Should -HaveCount 1
    }
}

Describe 'A start that finds nothing to do' {
    It 'leaves the passes of the last run to be seen' {
        Set-Content done.csv "id,simulate`na,success"
        1..2 | ForEach-Object { $null = Start-OrchestratorRun done.csv -Simulate 6> $null }

        (Get-RetryPassSummary done.csv).Result | Should -Be AllComplete
        (Get-RetryPassSummary done.csv).RunId | Should -Be 1
    }
}

Describe 'Jobs that their run had no pass left for' {
    BeforeAll {
        Set-Content last.csv "id,simulate`na,success`nb,ADB timeout after 30 s"
        $said = Start-OrchestratorRun last.csv -Simulate -MaxPasses 2 -RetryDelaySeconds 0 -ErrorAction SilentlyContinue 6>&1 | Out-String -Width 200
    }

    It 'are due in the next run, in whatever shows them' {
        $job = Get-OrchestratorJob -JobsPath last.csv -Status retrying
        $job.DueIn | Should -BeExactly 'next run'
        (Get-OrchestratorJob -JobsPath last.csv a).DueIn | Should -BeNullOrEmpty

        ($job | Get-Line) -join "`n" | Should -Match '(?s)b +Retrying .*next run'
        ($job | Format-List | Get-Line) -match '^DueIn +: next run' | Should -HaveCount 1
        (Get-OrchestratorStatus -JobsPath last.csv | Format-List | Get-Line) -match '^Retrying +: 1 \(due in the next run\)' |
            Should -HaveCount 1
        $said | Should -Match 'Still due: +1 \(in the next run\)'
    }

    It 'are told beneath the state, which is Completed all the same' {
        $status = Get-OrchestratorStatus last.csv

        ($status | Get-Line) -join "`n" | Should -Match '(?m)^Completed .*\n1 due$'
        $status.NextAction | Should -BeExactly 'ENDED: max passes (2) reached, 1 job still due in the next run'
        ($status | Format-List | Get-Line) -match '^NextAction +: ENDED' | Should -HaveCount 1
    }

    It 'are nowhere said to be due in a pass that never comes' {
        $everything = @(
            $said
            Get-OrchestratorJob -JobsPath last.csv | Format-List * | Out-String
            Get-OrchestratorStatus -JobsPath last.csv | Format-List * | Out-String
            Get-RetryPassSummary -JobsPath last.csv | Format-List * | Out-String
            Get-Content last.progress.csv
        ) -join "`n"

        $everything | Should -Not -Match 'pass 3'
        (Import-Csv last.progress.csv | Where-Object status -eq retrying).retry_at | Should -BeNullOrEmpty
    }
}

Describe 'Times' {
    It 'are local with their offset in views, and the same moment' {
        $shown = (Get-RetryPassSummary -Pass 1 | Format-List | Get-Line) -match '^StartedAt' -replace '^[^:]+: '
        $at = (Get-RetryPassSummary -Pass 1).StartedAt

        $shown | Should -Be $at.ToLocalTime().ToString('yyyy-MM-dd HH:mm:ss zzz', [cultureinfo]::InvariantCulture)
    }

    It 'are on the operator''s clock, to the tick, where no view shows them' -Skip:$IsWindows {
        Set-Content reset.csv "id,simulate`na,ADB timeout after 30 s"
        $null = Start-OrchestratorRun reset.csv -Simulate -MaxPasses 1 -ErrorAction SilentlyContinue 6> $null
        $zone = $env:TZ
        try {
            $env:TZ = 'Asia/Kolkata'
            [TimeZoneInfo]::ClearCachedData()
            $job = Get-OrchestratorJob v1
            $attempt = Get-OrchestratorJob v1 -History
            $status = Get-OrchestratorStatus
            $pass = Get-RetryPassSummary -Pass 1
            $emitted = Reset-OrchestratorJob a reset.csv -PassThru
        }
        finally {
            $env:TZ = $zone
            [TimeZoneInfo]::ClearCachedData()
        }

        foreach ($at in $job.ClaimedAt, $job.CompletedAt, $attempt.StartedAt, $attempt.EndedAt, $status.StartedAt, $status.UpdatedAt, $pass.StartedAt, $pass.EndedAt, $emitted.ClaimedAt) {
            $at | Should -BeOfType ([DateTimeOffset])
            $at.Offset.TotalMinutes | Should -Be 330
        }
        $job.CompletedAt | Should -Be ([DateTimeOffset] $job.CompletedAtUtc)
    }

    It 'have exact text beside them in whatever culture they are exported: <_>' -ForEach 'de-DE', 'th-TH', 'ar-SA', 'en-US' {
        $before = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = $_
            $row = Get-RetryPassSummary -Pass 1 | ConvertTo-Csv | ConvertFrom-Csv
            $job = Get-OrchestratorJob v1 | ConvertTo-Csv | ConvertFrom-Csv
            $attempt = Get-OrchestratorJob v1 -History | ConvertTo-Csv | ConvertFrom-Csv
        }
        finally {
            [cultureinfo]::CurrentCulture = $before
        }

        $row.SuccessRateText | Should -Be '33.3'
        $row.RetrySecondsText | Should -MatchExactly '^\d+(\.\d{1,3})?$'
        $row.RunRetrySecondsText | Should -MatchExactly '^\d+(\.\d{1,3})?$'
        $row.DurationSecondsText | Should -MatchExactly '^\d+(\.\d{1,3})?$'
        $attempt.DurationSecondsText | Should -MatchExactly '^\d+(\.\d{1,3})?$'
        $row.StartedAtUtc | Should -MatchExactly '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}\+00:00$'
        [DateTimeOffset] $row.StartedAtUtc | Should -Be (Get-RetryPassSummary -Pass 1).StartedAt
        [DateTimeOffset] $job.CompletedAtUtc | Should -Be (Get-OrchestratorJob v1).CompletedAt
    }
}

Describe 'Numbers in views' {
    It 'have a point in whatever culture they are shown: <_>' -ForEach 'de-DE', 'ar-SA', 'en-US' {
        $before = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = $_
            $list = Get-RetryPassSummary -Pass 1 | Format-List | Get-Line
            $status = Get-OrchestratorStatus | Format-List | Get-Line
        }
        finally {
            [cultureinfo]::CurrentCulture = $before
        }

        $list -match '^SuccessRate +: 33\.3$' | Should -HaveCount 1
        $status -match '^SuccessRate +: 50\.0$' | Should -HaveCount 1
    }
}

Describe 'A reason of thousands of characters' {
    BeforeAll {
        $reason = 'unheard of ' + 'x' * 1900
        Set-Content long.csv "id,simulate`nv1,$reason"
        $null = Start-OrchestratorRun long.csv -Simulate -MaxPasses 1 -ErrorAction SilentlyContinue 6> $null
    }

    It 'is shortened by <View>, which says so, and whole in its property' -ForEach @(
        @{ View = 'Format-Table'; Question = { Get-OrchestratorJob v1 -JobsPath long.csv }; Mark = '…' }
        @{ View = 'Format-List'; Question = { Get-OrchestratorJob v1 -JobsPath long.csv }; Mark = '…\(\d+more\)' }
        @{ View = 'Format-Table'; Question = { Get-OrchestratorJob v1 -JobsPath long.csv -History }; Mark = '…' }
        @{ View = 'Format-List'; Question = { Get-OrchestratorJob v1 -JobsPath long.csv -History }; Mark = '…\(\d+more\)' }
    ) {
        $items = & $Question
        $lines = $items | & $View | Get-Line

        $lines.Count | Should -BeLessThan 40
        # Wherever the terminal's width breaks its lines.
        ($lines -join '' -replace '\s') | Should -Match $Mark
        "$($items.LastError)$($items.Message)" | Should -BeExactly $reason
    }
}

Describe 'Objects' {
    It 'ConvertTo-Json writes words for enumerations' {
        $job = Get-OrchestratorJob v3 | ConvertTo-Json | ConvertFrom-Json

        $job.Status | Should -BeExactly 'Failed'
        $job.Category | Should -BeExactly 'Account'
        (Get-OrchestratorStatus | ConvertTo-Json -Depth 3 | ConvertFrom-Json).State | Should -BeExactly 'Completed'
        (Get-RetryPassSummary -Pass 2 | ConvertTo-Json | ConvertFrom-Json).Result | Should -BeExactly 'OnlyNonRetryable'
        (Get-OrchestratorJob v3 -History | ConvertTo-Json | ConvertFrom-Json).Outcome | Should -BeExactly 'Failed'
        (Resolve-OrchestratorFailure 'ADB timeout' | ConvertTo-Json | ConvertFrom-Json).Category | Should -BeExactly 'Infrastructure'
    }

    It 'have their durations in seconds beside, which ConvertTo-Json leaves flat' {
        $pass = Get-RetryPassSummary -Pass 1
        $attempt = Get-OrchestratorJob v1 -History

        $pass.Duration | Should -BeOfType ([TimeSpan])
        ($pass | ConvertTo-Json | ConvertFrom-Json).DurationSeconds | Should -Be ([Math]::Round($pass.Duration.TotalSeconds, 3))
        ($attempt | ConvertTo-Json | ConvertFrom-Json).DurationSeconds | Should -Be ([Math]::Round($attempt.Duration.TotalSeconds, 3))
    }

    It 'Get-Member shows no workings of the compiler' {
        $members = (Get-OrchestratorJob), (Get-OrchestratorJob -History), (Get-OrchestratorStatus), (Get-RetryPassSummary), (Resolve-OrchestratorFailure x) |
            ForEach-Object { $_ } | Get-Member -Force | ForEach-Object Name

        $members | Should -Contain 'Status'
        $members -match '[<>]|EqualityContract' | Should -BeNullOrEmpty
    }
}

Describe 'Jobs from JSON' {
    It 'have times that no time zone changes: <_>' -ForEach 'UTC', 'Europe/Berlin', 'Asia/Kolkata' -Skip:$IsWindows {
        $zone = $env:TZ
        try {
            $env:TZ = $_
            [TimeZoneInfo]::ClearCachedData()
            '[{"job_id":"2020-10-25T02:30:00.1234567+02:00"},{"job_id":"2020-10-25T02:30:00.1234567+01:00"}]' |
                ConvertFrom-Json |
                Start-OrchestratorRun -Simulate -MaxPasses 1 -StatePath (Join-Path $TestDrive 'zones.db') -ErrorAction SilentlyContinue 6> $null
        }
        finally {
            $env:TZ = $zone
            [TimeZoneInfo]::ClearCachedData()
        }

        (Get-OrchestratorJob -StatePath (Join-Path $TestDrive 'zones.db') -IncludeUnlisted).JobId |
            Should -Be '2020-10-25T00:30:00.1234567Z', '2020-10-25T01:30:00.1234567Z'
    }
}

Describe 'A run that holds' {
    It 'says so beneath its state, and since when on the operator''s clock' {
        Set-Content held.csv "id`n$((1..12 | ForEach-Object { "v$_" }) -join "`n")"
        $manifest = (Get-Module RetryOrchestrator).Path
        $run = Start-ThreadJob {
            Set-Location $using:PWD
            Import-Module $using:manifest
            Start-OrchestratorRun held.csv -ScriptBlock { throw 'connection refused' } -OutageHoldSeconds 3600 6> $null
        }
        try {
            $until = [DateTime]::UtcNow.AddMinutes(2)
            do { $status = Get-OrchestratorStatus held.csv -ErrorAction SilentlyContinue }
            until ($status.HoldingSince -or [DateTime]::UtcNow -gt $until)
            $lines = $status | Get-Line
        }
        finally {
            Stop-OrchestratorRun held.csv
            $null = $run | Wait-Job -Timeout 60
        }

        $lines[3..5] | ForEach-Object Trim | Should -Contain 'holding'
        $status.NextAction | Should -BeLike 'HOLDING: nothing works*'
        $status.HoldingSince.Offset | Should -Be ([TimeZoneInfo]::Local.GetUtcOffset([DateTime]::Now))
        (Get-OrchestratorStatus held.csv).HoldingSince | Should -BeNullOrEmpty
    }
}
