using System.Management.Automation;

namespace RetryOrchestrator.Module.Tests.Runs;

/// <summary>What a run writes to which stream.</summary>
public sealed class StartRunTests
{
    private const string Start = "Start-OrchestratorRun -Simulate -RetryDelaySeconds 0 ";

    [Fact]
    public void The_output_holds_one_summary_a_pass_and_nothing_else()
    {
        using var folder = JobsFolder.Simulated(
            ("v1", "", "success"),
            ("v2", "", "ADB timeout; success"),
            ("v3", "", "ADB timeout; ADB timeout; success")
        );

        var run = folder.Run(Start);

        Assert.Empty(run.Errors);
        Assert.Equal(
            ["1 3 1 2", "2 2 1 1", "3 1 1 0"],
            run.Output.Select(pass =>
                string.Join(
                    ' ',
                    new[] { "Pass", "Processed", "Succeeded", "WillRetry" }.Select(name =>
                        pass.Properties[name].Value
                    )
                )
            )
        );
        Assert.All(
            run.Output,
            pass =>
                Assert.Contains("RetryOrchestrator.Engine.Summary.RetryPassSummary", pass.TypeNames)
        );
    }

    [Fact]
    public void What_the_operator_sees_is_information_that_a_host_shows_without_preferences()
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"));

        var run = folder.Run(Start);

        Assert.All(
            run.Information,
            record =>
            {
                Assert.Contains("PSHOST", record.Tags);
                Assert.Contains("Orchestrator", record.Tags);
                Assert.IsAssignableFrom<HostInformationMessage>(record.MessageData);
            }
        );
        foreach (var tag in new[] { "Config", "Pass", "Summary" })
        {
            Assert.Contains(run.Information, record => record.Tags.Contains(tag));
        }

        Assert.Contains(run.InformationLines, line => line.Contains("PASS 1 OF 5"));
        Assert.Contains(run.InformationLines, line => line.Contains("PASS 1 SUMMARY"));
        Assert.Contains(run.InformationLines, line => line.Contains("COMPLETE"));
    }

    [Fact]
    public void The_information_variable_catches_it()
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"));

        var run = folder.Run(Start + "-InformationVariable said | ForEach-Object { }; $said.Count");

        Assert.True((int)run.Output[0].BaseObject > 3);
    }

    [Fact]
    public void Verbose_has_a_line_for_each_attempt()
    {
        using var folder = JobsFolder.Simulated(("v1", "ada", "ADB timeout; success"));

        var run = folder.Run(Start + "-Verbose");

        var lines = run.Verbose.Select(record => record.Message).ToList();
        Assert.Contains(lines, line => line.Contains("job v1 (attempt 1) failed"));
        Assert.Contains(lines, line => line.Contains("job v1 (attempt 2) succeeded"));
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(9, false)]
    public void Progress_has_a_bar_for_the_pass_and_for_each_worker_up_to_eight(
        int workers,
        bool workerBars
    )
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success after 300ms"));

        var run = folder.Run(Start + $"-Workers {workers}");

        var parent = run.Progress[0];
        Assert.Equal("Pass 1 of 5", parent.Activity);
        Assert.Equal(
            workerBars,
            run.Progress.Any(bar => bar.ParentActivityId == parent.ActivityId)
        );
        Assert.Equal(
            run.Progress.Select(bar => bar.ActivityId).Distinct().Order(),
            run.Progress.Where(bar => bar.RecordType == ProgressRecordType.Completed)
                .Select(bar => bar.ActivityId)
                .Distinct()
                .Order()
        );
    }

    [Fact]
    public void The_wait_is_counted_down_in_lines_and_in_a_bar()
    {
        using var folder = JobsFolder.Simulated(("v1", "", "ADB timeout; success"));

        var run = folder.Run("Start-OrchestratorRun -Simulate -RetryDelay 2");

        Assert.Contains(
            run.Information,
            record =>
                record.Tags.Contains("Wait")
                && $"{record.MessageData}".Contains("WAITING 2 SECONDS")
        );
        Assert.Contains(run.Progress, bar => bar.SecondsRemaining == 1);
    }

    [Fact]
    public void One_error_at_the_end_says_what_did_not_succeed_and_how_to_list_it()
    {
        using var folder = JobsFolder.Simulated(
            ("v1", "ada", "account: suspended"),
            ("v2", "ada", "success"),
            ("v3", "", "success")
        );

        var run = folder.Run(Start + "-Workers 1");

        Assert.StartsWith("RunIncomplete", run.Error.FullyQualifiedErrorId);
        Assert.Contains("1 failed (1 account), 1 skipped", run.Error.Exception.Message);
        Assert.Contains("Get-OrchestratorJob -Status failed,skipped", run.Error.Exception.Message);
        Assert.Equal(
            ["v1", "v2"],
            folder
                .Run("Get-OrchestratorJob -Status failed,skipped")
                .Output.Select(job => job.Properties["JobId"].Value)
        );
    }

    [Fact]
    public void A_second_start_with_nothing_to_do_runs_nothing_and_is_no_error()
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"));
        folder.Run(Start);

        var again = folder.Run(Start);

        Assert.Empty(again.Output);
        Assert.Empty(again.Errors);
    }

    [Fact]
    public void What_failed_for_good_in_an_earlier_run_is_no_error_of_a_start_with_nothing_to_do()
    {
        using var folder = JobsFolder.Simulated(
            ("v1", "ada", "account: suspended"),
            ("v2", "", "success")
        );
        Assert.StartsWith("RunIncomplete", folder.Run(Start).Error.FullyQualifiedErrorId);

        var again = folder.Run(Start);

        Assert.Empty(again.Errors);
        Assert.Contains(
            again.InformationLines,
            line => line.Contains("RUN 2 HAD NOTHING TO DO: 1 of 2 jobs succeeded")
        );
    }

    [Fact]
    public void Due_jobs_of_a_run_whose_passes_are_used_up_are_not_nothing_to_do()
    {
        using var folder = JobsFolder.Simulated(("v1", "", "ADB timeout"));
        using (var run = folder.Start("Start-OrchestratorRun -Simulate -RetryDelaySeconds 3600"))
        {
            run.WaitForLine("WAITING 3600 SECONDS");
            run.Shell.Stop();
            run.End();
        }

        var again = folder.Run(Start + "-MaxPasses 1");

        Assert.StartsWith("RunIncomplete", again.Error.FullyQualifiedErrorId);
    }

    [Fact]
    public void WhatIf_changes_nothing()
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"));

        var run = folder.Run(Start + "-WhatIf");

        Assert.Empty(run.Output);
        Assert.Empty(run.Errors);
        Assert.Equal(
            ["jobs.csv"],
            Directory.GetFileSystemEntries(folder.At()).Select(Path.GetFileName)
        );
    }

    [Fact]
    public void WhatIf_reports_a_faulty_list()
    {
        using var folder = new JobsFolder("job_id\nv1\nv1\n");

        var run = folder.Run(Start + "-WhatIf");

        Assert.StartsWith("InvalidJobs", run.Error.FullyQualifiedErrorId);
    }

    [Fact]
    public void Jobs_may_be_piped_in_as_objects()
    {
        using var folder = new JobsFolder();

        var run = folder.Run(
            "@{ JobId = 'p1' }, [pscustomobject]@{ job_id = 'p2'; simulate = 'account: x' } | "
                + Start
                + "-Banner None -ErrorAction SilentlyContinue"
        );

        Assert.Equal(2, run[0, "Processed"]);
        Assert.Equal(
            ["p1", "p2"],
            folder.Run("Get-OrchestratorJob").Output.Select(job => job.Properties["JobId"].Value)
        );
    }

    [Fact]
    public void The_configuration_file_beside_the_jobs_is_used_and_a_parameter_beats_it()
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"));
        folder.Write("orchestrator.json", """{ "Simulate": true, "MaxPasses": 7, "Workers": 2 }""");

        var run = folder.Run("Start-OrchestratorRun -MaxPasses 4");

        Assert.Equal(4, run[0, "MaxPasses"]);
        var settings = folder.Run(
            "(Get-OrchestratorStatus).Configuration | ForEach-Object { \"$($_.Name)=$($_.Value) $($_.Source)\" }"
        );
        Assert.Contains(settings.Output, line => $"{line}" == "MaxPasses=4 Parameter");
        Assert.Contains(settings.Output, line => $"{line}" == "Workers=2 File");
    }

    [Fact]
    public void A_jobs_file_elsewhere_keeps_its_state_beside_it()
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"));

        var run = folder.Run(
            "$ExecutionContext.SessionState.Path.SetLocation('/') | ForEach-Object { }; "
                + Start
                + "-JobsPath $args[0]",
            folder.At("jobs.csv")
        );

        Assert.Equal(1, run[0, "Succeeded"]);
        Assert.True(File.Exists(folder.At("jobs.orchestrator.db")));
        Assert.True(File.Exists(folder.At("jobs.progress.csv")));
    }
}
