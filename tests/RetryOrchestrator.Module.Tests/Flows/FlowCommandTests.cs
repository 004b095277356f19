namespace RetryOrchestrator.Module.Tests.Flows;

/// <summary>Flows are checked whole before anything starts; on devices they run in Devices.Tests.</summary>
public sealed class FlowCommandTests
{
    private const string Flow = """
        name: Post
        steps:
          - tap: Share
          - type: "{caption} {colour}"
            into: { id: caption }
        """;

    [Fact]
    public void A_flow_without_faults_gives_its_steps_and_touches_nothing()
    {
        using var folder = new JobsFolder("job_id,caption,colour\nv1,hello,red\n");
        folder.Write("post.yaml", Flow);
        var before = Directory.GetFileSystemEntries(folder.At());

        var run = folder.Run("Test-OrchestratorFlow post.yaml -JobsPath jobs.csv -SyntaxOnly");

        Assert.Empty(run.Errors);
        Assert.Equal(2, run.Output.Count);
        Assert.Equal(
            (1, "tap", "tap text=Share", "Checked", 3),
            (
                run[0, "Number"],
                run[0, "Step"],
                run[0, "Description"],
                run[0, "Status"],
                run[0, "Line"]
            )
        );
        Assert.Equal(before, Directory.GetFileSystemEntries(folder.At()));
    }

    [Theory]
    [InlineData("Test-OrchestratorFlow post.yaml -JobsPath jobs.csv -SyntaxOnly")]
    [InlineData("Start-OrchestratorRun -FlowPath post.yaml")]
    public void A_column_that_the_jobs_do_not_have_is_told_with_its_place(string command)
    {
        using var folder = new JobsFolder("job_id,caption\nv1,hello\n");
        folder.Write("post.yaml", Flow);

        var run = folder.Run(command);

        Assert.StartsWith("InvalidConfiguration", run.Error.FullyQualifiedErrorId);
        Assert.Contains("post.yaml:4:11: The jobs have no column 'colour'", $"{run.Error}");
        Assert.False(File.Exists(folder.At("jobs.orchestrator.db")));
    }

    [Fact]
    public void A_serial_with_a_blank_inside_is_refused_without_any_device_at_hand()
    {
        using var folder = new JobsFolder("job_id,device,caption,colour\nv1,A,x,y\nv2,A B,x,y\n");
        folder.Write("post.yaml", Flow);

        var typed = folder.Run("Test-OrchestratorFlow post.yaml -SyntaxOnly -Device 'A B'");
        var listed = folder.Run("Test-OrchestratorFlow post.yaml -JobsPath jobs.csv -SyntaxOnly");

        Assert.StartsWith("InvalidConfiguration", typed.Error.FullyQualifiedErrorId);
        Assert.Contains("-Device: 'A␣B' is no serial", $"{typed.Error}");
        Assert.StartsWith("InvalidJobs", listed.Error.FullyQualifiedErrorId);
        Assert.Contains("line 3: device: 'A␣B' is no serial", $"{listed.Error}");
    }

    [Fact]
    public void Without_adb_a_run_says_how_to_install_it_and_changes_nothing()
    {
        using var folder = new JobsFolder("job_id,caption,colour\nv1,hello,red\n");
        folder.Write("post.yaml", Flow);

        var run = folder.Run("Start-OrchestratorRun -FlowPath post.yaml -AdbPath ./no-such-adb");

        Assert.StartsWith("InvalidConfiguration", run.Error.FullyQualifiedErrorId);
        Assert.Contains("apt-get install adb", $"{run.Error}");
        Assert.False(File.Exists(folder.At("jobs.orchestrator.db")));
    }

    [Fact]
    public void An_unknown_job_is_told()
    {
        using var folder = new JobsFolder("job_id,caption,colour\nv1,hello,red\n");
        folder.Write("post.yaml", Flow);

        var run = folder.Run("Test-OrchestratorFlow post.yaml -JobsPath jobs.csv -JobId v9");

        Assert.StartsWith("JobNotFound", run.Error.FullyQualifiedErrorId);
    }
}
