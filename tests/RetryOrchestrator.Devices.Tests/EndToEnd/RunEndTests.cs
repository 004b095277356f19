using RetryOrchestrator.Devices.Tests.Support;
using RetryOrchestrator.Tests.Shared;

namespace RetryOrchestrator.Devices.Tests.EndToEnd;

/// <summary>However a run on phones ends, nothing of it is left at work.</summary>
public sealed class RunEndTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stopped_run_leaves_no_process_and_no_way_to_the_phone_and_its_job_is_not_charged()
    {
        await using var phones = await VideoPhones.StartAsync(1);
        var host = OneJob(phones);
        var posting = OnPosting(phones);
        using var run = await StartAsync(host);
        await posting.WaitAsync(Stop);

        var stop = await host.RunAsync("Stop-OrchestratorRun", "-JobsPath", host.Jobs);
        var end = await run.EndAsync(Stop);

        Assert.Equal((0, 130), (stop.ExitCode, end.ExitCode));
        await Eventually.TrueAsync(() => host.Processes().Count == 0, "all it started is gone");
        Assert.DoesNotContain("tcp:6790", await phones.Adb.RunAsync("forward", "--list"));
        await AssertTheNextRunPostsAsync(phones, host);
    }

    [Fact]
    public async Task After_a_kill_the_servers_end_by_themselves_and_the_next_run_ends_the_rest()
    {
        await using var phones = await VideoPhones.StartAsync(1);
        var host = OneJob(phones);
        var posting = OnPosting(phones);
        using var run = await StartAsync(host);
        await posting.WaitAsync(Stop);

        run.Kill();

        await Eventually.TrueAsync(() => !Servers(host).Any(), "the server has ended");
        await AssertTheNextRunPostsAsync(phones, host);
    }

    [Fact]
    public async Task A_server_that_was_frozen_when_the_run_was_killed_is_ended_by_the_next_run()
    {
        await using var phones = await VideoPhones.StartAsync(1);
        var host = OneJob(phones);
        var posting = OnPosting(phones);
        using var run = await StartAsync(host);
        await posting.WaitAsync(Stop);
        var frozen = Assert.Single(Servers(host));
        TestServers.Signal(frozen, "STOP");

        run.Kill();

        await AssertTheNextRunPostsAsync(phones, host);
    }

    private static PhoneHost OneJob(VideoPhones phones)
    {
        var host = new PhoneHost(phones);
        host.Write("video.mp4", "the video");
        host.Write("jobs.csv", "job_id,account,video_path,caption\n1,anna,video.mp4,hello\n");
        // The attempt must not end by itself before it is ended: a host needs its time to start.
        host.Write(
            "share.flow.yaml",
            VideoPhones.FlowText.Replace("timeout: 8s", "timeout: 4m", StringComparison.Ordinal)
        );
        return host;
    }

    // Ends when the app is asked to post, which it does not do: the attempt is in its middle then.
    private static Task OnPosting(VideoPhones phones)
    {
        var posting = new TaskCompletionSource();
        phones.Stubs[0].App.Stuck.Add("hello");
        phones.Stubs[0].App.Posting = _ => posting.TrySetResult();
        return posting.Task;
    }

    private static Task<HostProcess> StartAsync(PhoneHost host) =>
        host.StartRunAsync(
            "-FlowPath",
            Path.Combine(Path.GetDirectoryName(host.Jobs)!, "share.flow.yaml"),
            "-RetryDelaySeconds",
            "0"
        );

    private static IEnumerable<int> Servers(PhoneHost host) =>
        host.Processes().Where(process => process.Command.Contains("--port")).Select(p => p.Id);

    private static async Task AssertTheNextRunPostsAsync(VideoPhones phones, PhoneHost host)
    {
        phones.Stubs[0].App.Stuck.Clear();
        using var run = await StartAsync(host);
        var end = await run.EndAsync(Stop);

        var history = await host.RunAsync(
            "--csv",
            "Get-OrchestratorJob",
            "-JobsPath",
            host.Jobs,
            "-History"
        );
        Assert.True(end.ExitCode == 0, $"{end.Error}\n{history.Output}");
        Assert.Single(phones.Posts);
        var job = await host.RunAsync("--csv", "Get-OrchestratorJob", "-JobsPath", host.Jobs);
        // What was cut off cost the job nothing.
        Assert.Contains("1,anna,,Success,,1,", job.Output);
        await Eventually.TrueAsync(() => host.Processes().Count == 0, "all it started is gone");
    }
}
