namespace RetryOrchestrator.Module.Tests.State;

/// <summary>Which jobs are due again, and what is asked and said of that.</summary>
public sealed class ResetCommandTests : IDisposable
{
    private readonly JobsFolder _folder = FinishedRun.Folder();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reset_wants_to_be_told_which_jobs()
    {
        var reset = _folder.Run("Reset-OrchestratorJob");

        Assert.StartsWith("NoJobsChosen", reset.Error.FullyQualifiedErrorId);
    }

    [Fact]
    public void Reset_makes_jobs_due_again_with_those_that_were_skipped()
    {
        var reset = _folder.Run("Reset-OrchestratorJob -Account ben -PassThru");

        Assert.Equal("v2 v3", reset.JobIds);
        Assert.Equal("v2 v3", _folder.Run("Get-OrchestratorJob -Status pending").JobIds);
    }

    [Fact]
    public void Reset_takes_jobs_from_the_pipeline_by_property_name()
    {
        _folder.Run("Get-OrchestratorJob -Category input | Reset-OrchestratorJob");

        Assert.Equal("w2", _folder.Run("Get-OrchestratorJob -Status pending").JobIds);
    }

    [Fact]
    public void Reset_with_nothing_in_the_pipeline_resets_nothing()
    {
        var reset = _folder.Run(
            "Get-OrchestratorJob -JobId none* | Reset-OrchestratorJob -PassThru"
        );

        Assert.Empty(reset.Output);
        Assert.Empty(_folder.Run("Get-OrchestratorJob -Status pending").JobIds);
    }

    [Theory]
    [InlineData("-JobId v2", "1 job due again in the next run.")]
    [InlineData("-JobId v2 -PassThru", "1 job due again in the next run.")]
    [InlineData("-JobId * -Force -Confirm:$false", "5 jobs due again in the next run.")]
    [InlineData("-JobId v1", "")]
    [InlineData("-JobId v2 -WhatIf", "")]
    public void Reset_says_how_many_jobs_are_due_again(string arguments, string said)
    {
        var reset = _folder.Run($"Reset-OrchestratorJob {arguments}");

        Assert.Equal(said, string.Join('|', reset.InformationLines));
    }

    [Theory]
    [InlineData("nobody", "there is no job such as was asked for")]
    [InlineData("v1", "1 job has succeeded (-Force runs it again)")]
    [InlineData("v1,w1", "2 jobs have succeeded (-Force runs them again)")]
    [InlineData("new", "1 job is due already")]
    [InlineData("new,v1", "1 job has succeeded (-Force runs it again); 1 job is due already")]
    public void Reset_of_nothing_names_the_reason_that_is_true_and_no_other(
        string ids,
        string reason
    )
    {
        _folder.Run("Reset-OrchestratorJob w2");
        _folder.Write("jobs.csv", File.ReadAllText(_folder.At("jobs.csv")).Replace("w2,", "new,"));
        _folder.Run("Start-OrchestratorRun -Simulate -NewJobsOnly -MaxPasses 1");
        _folder.Run("Reset-OrchestratorJob new");

        var reset = _folder.Run($"Reset-OrchestratorJob {ids}");

        Assert.Equal($"Nothing was reset: {reason}.", Assert.Single(reset.Warnings).Message);
    }

    [Fact]
    public void Reset_of_what_a_live_run_has_at_work_names_that_run()
    {
        using var folder = new JobsFolder("job_id\nv1\nv2\n");
        using var begun = new SemaphoreSlim(0);
        using var elsewhere = new ModuleRunspace(folder.At());
        using var run = folder.Start(
            "$begun = $args[0]; Start-OrchestratorRun -Workers 1 "
                + "-ScriptBlock { $null = ($using:begun).Release(); while ($true) { } }",
            begun
        );
        Assert.True(begun.Wait(Wait.Limit, TestContext.Current.CancellationToken));

        var reset = elsewhere.Run("Reset-OrchestratorJob v*");

        run.Shell.Stop();
        Assert.Equal(
            "Nothing was reset: 1 job is due already; 1 job is at work in the run that is live in process "
                + $"{Environment.ProcessId} on {Environment.MachineName} (Stop-OrchestratorRun stops it).",
            Assert.Single(reset.Warnings).Message
        );
    }
}
