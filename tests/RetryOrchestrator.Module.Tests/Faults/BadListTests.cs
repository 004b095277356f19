namespace RetryOrchestrator.Module.Tests.Faults;

/// <summary>A list that cannot be used gets one terminating error, and nothing is changed.</summary>
public sealed class BadListTests
{
    private const string Start = "Start-OrchestratorRun -RetryDelaySeconds 0 ";

    [Theory]
    [InlineData(null, "jobs.csv")]
    [InlineData("", "is empty")]
    [InlineData("job_id,account\n", "only a header")]
    [InlineData("job_id\nv1\nv2\nv1\n", "line 4")]
    [InlineData("job_id,account\nv1,ada\nv2\n", "line 3")]
    [InlineData("job_id,account\nv1,a\0da\n", "NUL")]
    [InlineData("job_id,account,Account\nv1,a,b\n", "ccount")]
    [InlineData("account\nada\n", "job_id")]
    public void A_list_that_cannot_be_used(string? jobs, string said)
    {
        using var folder = new JobsFolder(jobs);
        var before = Directory.GetFileSystemEntries(folder.At());

        var run = folder.Run(Start + "-Simulate");

        Refusal.AssertOneError(run, "InvalidJobs", said);
        Assert.Equal(before, Directory.GetFileSystemEntries(folder.At()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Simulate")]
    [InlineData("-Command no-such-program")]
    [InlineData("-WhatIf")]
    public void A_mistyped_path_of_a_list_is_what_is_said_whatever_else_is_missing(string arguments)
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"));
        folder.Write("orchestrator.json", """{ "Simulate": true }""");
        Directory.CreateDirectory(folder.At("posts"));

        var run = folder.Run($"Start-OrchestratorRun posts/jbos.csv {arguments}");

        Refusal.AssertOneError(run, "InvalidJobs", folder.At("posts", "jbos.csv"));
        Assert.Contains("does not exist; check the path", run.Error.Exception.Message);
        Assert.Empty(Directory.GetFileSystemEntries(folder.At("posts")));
    }

    [Fact]
    public void A_faulty_list_that_is_only_to_be_counted()
    {
        using var folder = new JobsFolder("job_id\nv1\nv1\n");

        var run = folder.Run("Get-OrchestratorStatus");

        Refusal.AssertOneError(
            run,
            "InvalidJobs",
            "have not been run yet and cannot be counted: 1 fault."
        );
        Assert.Contains("line 3", run.Error.Exception.Message);
        Assert.DoesNotContain("started", run.Error.Exception.Message);
    }

    [Fact]
    public void A_simulate_column_that_says_nothing_known()
    {
        using var folder = JobsFolder.Simulated(
            ("v1", "", "success after soon"),
            ("v2", "", "success")
        );

        Refusal.AssertOneError(folder.Run(Start + "-Simulate"), "InvalidJobs", "line 2");
    }
}
