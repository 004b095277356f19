using System.Management.Automation;

namespace RetryOrchestrator.Module.Tests.Runs;

/// <summary>Whatever ends a run before its time: all is written, and the next start resumes it.</summary>
[Collection(Alone.Name)]
public sealed class StoppingTests
{
    private const string Start = "Start-OrchestratorRun -RetryDelaySeconds 0 -Workers 2 ";

    // Ends its waiting when it is stopped, and says on the gate that it has begun.
    private const string Waiting =
        "-ScriptBlock { $null = ($using:begun).Release(); while ($true) { } }";

    [Fact]
    public void Stopping_the_pipeline_cancels_what_is_in_flight_and_keeps_the_jobs_due()
    {
        using var folder = new JobsFolder("job_id\nv1\nv2\nv3\n");
        using var begun = new SemaphoreSlim(0);
        using var run = folder.Start("$begun = $args[0]; " + Start + Waiting, begun);
        Assert.True(begun.Wait(Wait.Limit, TestContext.Current.CancellationToken));

        run.Shell.Stop();

        Assert.IsType<PipelineStoppedException>(run.End().Thrown);
        AssertStopped(folder);
    }

    [Fact]
    public void A_polite_request_lets_the_summary_and_the_error_out()
    {
        using var folder = new JobsFolder("job_id\nv1\nv2\nv3\n");
        using var begun = new SemaphoreSlim(0);
        using var run = folder.Start("$begun = $args[0]; " + Start + Waiting, begun);
        Assert.True(begun.Wait(Wait.Limit, TestContext.Current.CancellationToken));

        ((Action)AppContext.GetData("RetryOrchestrator.RequestStop")!)();

        var end = run.End();
        Assert.Equal("Cancelled", $"{end[0, "Result"]}");
        Assert.StartsWith("RunStopped", end.Error.FullyQualifiedErrorId);
        Assert.Contains(end.InformationLines, line => line.Contains("CANCELLED"));
        Assert.Null(AppContext.GetData("RetryOrchestrator.RequestStop"));
        AssertStopped(folder);
    }

    [Fact]
    public void Stop_OrchestratorRun_from_elsewhere_stops_it()
    {
        using var folder = new JobsFolder("job_id\nv1\nv2\nv3\n");
        using var begun = new SemaphoreSlim(0);
        using var elsewhere = new ModuleRunspace(folder.At());
        using var run = folder.Start("$begun = $args[0]; " + Start + Waiting, begun);
        Assert.True(begun.Wait(Wait.Limit, TestContext.Current.CancellationToken));

        Assert.Equal("Running", $"{elsewhere.Run("Get-OrchestratorStatus")[0, "State"]}");
        Assert.Empty(elsewhere.Run("Stop-OrchestratorRun").Errors);

        Assert.StartsWith("RunStopped", run.End().Error.FullyQualifiedErrorId);
        AssertStopped(folder);
    }

    [Fact]
    public void A_second_run_on_a_live_state_is_refused()
    {
        using var folder = new JobsFolder("job_id\nv1\n");
        using var begun = new SemaphoreSlim(0);
        using var elsewhere = new ModuleRunspace(folder.At());
        using var run = folder.Start("$begun = $args[0]; " + Start + Waiting, begun);
        Assert.True(begun.Wait(Wait.Limit, TestContext.Current.CancellationToken));

        var second = elsewhere.Run(Start + "-ScriptBlock { }");

        Assert.StartsWith("LiveRun", second.Error.FullyQualifiedErrorId);
        Assert.Contains($"process {Environment.ProcessId}", second.Error.Exception.Message);
        run.Shell.Stop();
    }

    [Fact]
    public void A_stop_ends_the_wait_between_passes()
    {
        using var folder = JobsFolder.Simulated(("v1", "", "ADB timeout"));
        using var run = folder.Start("Start-OrchestratorRun -Simulate -RetryDelaySeconds 3600");
        run.WaitForLine("WAITING 3600 SECONDS");

        run.Shell.Stop();

        run.End();
        Assert.Equal("Stopped", $"{folder.Run("Get-OrchestratorStatus")[0, "State"]}");
    }

    [Fact]
    public void WhatIf_warns_of_a_limit_below_where_the_run_stands_as_the_start_does()
    {
        const string Again =
            "Start-OrchestratorRun -Simulate -RetryDelaySeconds 0 -MaxPasses 1 -ErrorAction SilentlyContinue ";
        using var folder = JobsFolder.Simulated(("v1", "", "ADB timeout"));
        using var run = folder.Start("Start-OrchestratorRun -Simulate -RetryDelaySeconds 3600");
        run.WaitForLine("WAITING 3600 SECONDS");
        run.Shell.Stop();
        run.End();

        var unchanged = folder.Run("Start-OrchestratorRun -Simulate -MaxPasses 2 -WhatIf");
        var preview = folder.Run(Again + "-WhatIf");
        var start = folder.Run(Again);

        Assert.Empty(unchanged.Warnings);
        Assert.Contains("-MaxPasses is 1 now", Assert.Single(preview.Warnings).Message);
        Assert.EndsWith(preview.Warnings[0].Message, Assert.Single(start.Warnings).Message);
    }

    // Select-Object -First ends its pipeline in the same way: by an exception out of WriteObject.
    [Fact]
    public void A_pipeline_that_wants_no_more_stops_the_run()
    {
        using var folder = JobsFolder.Simulated(("v1", "", "ADB timeout"), ("v2", "", "success"));

        var run = folder.Run(
            "Start-OrchestratorRun -Simulate -RetryDelaySeconds 3600 | ForEach-Object { throw 'enough' }"
        );

        Assert.Equal("enough", run.Error.Exception.Message);
        Assert.Equal("Stopped", $"{folder.Run("Get-OrchestratorStatus")[0, "State"]}");
    }

    [Fact]
    public void Fifty_stops_leave_no_runspace_behind()
    {
        using var folder = new JobsFolder("job_id\nv1\nv2\nv3\n");
        using var begun = new SemaphoreSlim(0);
        var before = LiveRunspaces.Count;

        for (var i = 0; i < 50; i++)
        {
            using var run = folder.Start("$begun = $args[0]; " + Start + Waiting, begun);
            Assert.True(begun.Wait(Wait.Limit, TestContext.Current.CancellationToken));
            run.Shell.Stop();
            run.End();
        }

        Assert.Equal(before, LiveRunspaces.Count);
    }

    private static void AssertStopped(JobsFolder folder)
    {
        var status = folder.Run("Get-OrchestratorStatus");
        Assert.Equal("Stopped", $"{status[0, "State"]}");
        Assert.Equal(3, status[0, "Pending"]);
        Assert.Equal(0, status[0, "Claimed"]);
        var attempts = folder.Run("Get-OrchestratorJob -History");
        Assert.All(
            attempts.Output,
            attempt => Assert.Equal("Cancelled", $"{attempt.Properties["Outcome"].Value}")
        );

        var resumed = folder.Run(Start + "-ScriptBlock { }");
        Assert.Equal(3, resumed[0, "Succeeded"]);
        Assert.Equal(1L, resumed[0, "RunId"]);
    }
}
