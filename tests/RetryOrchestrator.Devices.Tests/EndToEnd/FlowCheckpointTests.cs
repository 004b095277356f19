using RetryOrchestrator.Devices.Flows.Reading;
using RetryOrchestrator.Devices.Tests.Support;
using RetryOrchestrator.Engine.Artifacts;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Tests.Android;

namespace RetryOrchestrator.Devices.Tests.EndToEnd;

/// <summary>A flow that is cut off after its checkpoint, by the death of its host, and its question.</summary>
public sealed class FlowCheckpointTests
{
    private const string Restart = """
          - start: com.example.video/.ShareActivity
            action: android.intent.action.SEND
            mimeType: video/mp4
            share: /sdcard/Movies/{job_id}.mp4
            extras: { account: "{account}" }
        """;

    private static readonly string Flow = VideoPhones.FlowText.Replace(
        "  - tap: Post",
        "  - checkpoint: posting to {account}\n  - tap: Post",
        StringComparison.Ordinal
    );

    [Fact]
    public async Task A_post_under_which_the_host_was_killed_is_not_made_again_and_asked_about()
    {
        await using var phones = await VideoPhones.StartAsync(1);
        var host = new PhoneHost(phones);
        host.Write("video.mp4", "the video");
        host.Write("jobs.csv", "job_id,account,video_path,caption\n1,anna,video.mp4,x\n");
        var flow = host.Write("share.flow.yaml", Flow);
        using var run = await host.StartRunAsync("-FlowPath", flow);
        phones.Stubs[0].App.Posting = _ => run.Kill();
        await run.EndAsync(TestContext.Current.CancellationToken);
        phones.Stubs[0].App.Posting = null;
        Assert.Single(phones.Posts);

        Assert.Equal(6, await StartAsync(host, flow));
        Assert.Single(phones.Posts);

        // Nothing on the screen says that it happened, then something says that it did not.
        Assert.Equal(
            6,
            await StartAsync(
                host,
                WithQuestion(
                    host,
                    "- waitFor: never there\n    timeout: 2s\n  - assert: never there"
                )
            )
        );
        Assert.Equal(0, await StartAsync(host, WithQuestion(host, "- assert: { id: caption }")));
        Assert.Single(phones.Posts);
        var history = await host.RunAsync(
            "--command",
            $"Get-OrchestratorJob -History -JobsPath '{host.Jobs}' | ForEach-Object {{ \"$($_.Outcome) $($_.Checkpoint) $($_.Verification)\" }}"
        );
        Assert.Equal("Uncertain posting to anna Happened", history.Output.Trim());
    }

    [Fact]
    public async Task A_post_that_the_screen_does_not_confirm_is_asked_about_and_made_again_on_a_no()
    {
        await using var phones = await VideoPhones.StartAsync(1);
        var app = phones.Stubs[0].App;
        app.Stuck.Add("x");
        app.Posting = caption => app.Stuck.Remove(caption);
        var host = new PhoneHost(phones);
        host.Write("video.mp4", "the video");
        host.Write("jobs.csv", "job_id,account,video_path,caption\n1,anna,video.mp4,x\n");

        var code = await StartAsync(host, WithQuestion(host, "- assert: Your video was posted"));

        Assert.Equal(0, code);
        Assert.Single(phones.Posts);
        var history = await host.RunAsync(
            "--command",
            $"Get-OrchestratorJob -History -JobsPath '{host.Jobs}' | ForEach-Object {{ \"$($_.Outcome) $($_.Verification)\" }}"
        );
        Assert.Equal(
            ["Uncertain DidNotHappen", "Success"],
            history.Output.Split(
                '\n',
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
            )
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_phone_that_is_lost_after_it_leaves_open_whether_it_posted(bool hasPosted)
    {
        await using var phones = await VideoPhones.StartAsync(1);
        await using var executor = await phones.CreateExecutorAsync(
            flow: FlowReader.Parse(Flow, "share.flow.yaml")
        );
        var attempt = OneVideo.Attempt(phones) with
        {
            CheckpointPath = Path.Combine(phones.Folder, "said"),
        };
        if (!hasPosted)
        {
            phones.Stubs[0].App.Stuck.Add(OneVideo.Caption);
        }

        phones.Stubs[0].App.Posting = _ => phones.Phones[0].Become(PhoneMode.Gone);

        var result = await executor.ExecuteAsync(attempt, default);

        var failed = Assert.IsType<AttemptResult.Failed>(result);
        Assert.True(failed.Evidence.LeavesOpen, failed.Evidence.Message);
        Assert.Equal("posting to anna", Checkpoints.Read(attempt.CheckpointPath));
        Assert.Equal(hasPosted ? 1 : 0, phones.Posts.Count);
    }

    private static string WithQuestion(PhoneHost host, string steps) =>
        host.Write("asked.flow.yaml", $"{Flow}\nverify:\n{Restart}\n  {steps}\n");

    private static async Task<int> StartAsync(PhoneHost host, string flow)
    {
        using var run = await host.StartRunAsync("-FlowPath", flow, "-RetryDelaySeconds", "0");
        return (await run.EndAsync(TestContext.Current.CancellationToken)).ExitCode;
    }
}
