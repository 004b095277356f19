using RetryOrchestrator.Devices;
using RetryOrchestrator.Devices.Flows.Reading;
using RetryOrchestrator.Devices.Flows.Running;
using RetryOrchestrator.Devices.Tests.Support;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Tests.Android;
using RetryOrchestrator.Tests.Appium;

namespace RetryOrchestrator.Devices.Tests.EndToEnd;

/// <summary>One attempt on one phone, and everything that can go wrong under it.</summary>
public sealed class DeviceFlowExecutorTests
{
    private const string Caption = OneVideo.Caption;

    [Fact]
    public async Task An_attempt_that_succeeds_leaves_nothing_but_the_post()
    {
        await using var phones = await VideoPhones.StartAsync(1);
        await using var executor = await phones.CreateExecutorAsync();
        var attempt = Attempt(phones);
        var steps = new List<FlowStepResult>();

        var result = await executor.ExecuteAsync(attempt, NoStop, steps.Add);

        Assert.IsType<AttemptResult.Succeeded>(result);
        Assert.Equal(Caption, Assert.Single(phones.Posts).Caption);
        Assert.Equal(VideoPhones.Flow.Steps, steps.Select(step => step.Step));
        Assert.False(Directory.Exists(attempt.ArtifactFolder));
        Assert.Empty(phones.Stubs[0].App.Screen);
    }

    [Fact]
    public async Task The_sample_flow_posts_as_it_is()
    {
        await using var phones = await VideoPhones.StartAsync(1);
        // The phones' helper is not installed, because it is emulated.
        var text =
            await File.ReadAllTextAsync(
                Path.Combine(AppContext.BaseDirectory, "samples", "share-video.flow.yaml"),
                TestContext.Current.CancellationToken
            )
            + "\ncapabilities: { skipServerInstallation: true, skipDeviceInitialization: true }\n";
        await using var executor = await phones.CreateExecutorAsync(
            flow: FlowReader.Parse(text, "share-video.flow.yaml")
        );

        Assert.IsType<AttemptResult.Succeeded>(
            await executor.ExecuteAsync(Attempt(phones), NoStop)
        );
        var post = Assert.Single(phones.Posts);
        Assert.Equal(("file:///sdcard/Movies/7.mp4", Caption), (post.File, post.Caption));
    }

    [Fact]
    public async Task A_suspension_text_fails_the_attempt_as_the_accounts_with_evidence()
    {
        await using var phones = await VideoPhones.StartAsync(1);
        phones.Stubs[0].App.Suspended.Add("anna");
        await using var executor = await phones.CreateExecutorAsync();
        var attempt = Attempt(phones);

        var evidence = await FailsAsync(executor, attempt);

        Assert.Equal(FailureCategory.Account, evidence.DeclaredCategory);
        Assert.Equal("suspended", evidence.DeclaredType);
        Assert.Equal(
            ["adb.log", "appium.log", "logcat.txt", "screenshot.png", "source.xml"],
            Files(attempt)
        );
        Assert.Contains(
            "anna, your account has been suspended",
            await File.ReadAllTextAsync(
                Path.Combine(attempt.ArtifactFolder, "source.xml"),
                TestContext.Current.CancellationToken
            )
        );
    }

    [Fact]
    public async Task When_the_helper_on_the_phone_dies_the_attempt_fails_and_the_next_starts_clean()
    {
        await using var phones = await VideoPhones.StartAsync(1);
        await using var executor = await phones.CreateExecutorAsync();
        var stub = phones.Stubs[0];
        stub.App.Posting = _ => stub.Crash();

        var evidence = await FailsAsync(executor, Attempt(phones));

        Assert.Equal(
            (FailureCategory.Infrastructure, "appium_crash"),
            (evidence.DeclaredCategory!.Value, evidence.DeclaredType)
        );
        stub.Revive();
        stub.App.Posting = null;
        await SucceedsAsync(executor, Attempt(phones, 2));
    }

    [Theory]
    [InlineData("KILL", "connection_dropped")]
    [InlineData("STOP", "appium_timeout")]
    // It ends its session first: the commands after the one under way find none, or no server.
    [InlineData("TERM", "appium_crash", "connection_dropped")]
    public async Task When_the_server_ends_dies_or_freezes_in_the_middle_the_next_attempt_has_a_new_one(
        string signal,
        params string[] types
    )
    {
        await using var phones = await VideoPhones.StartAsync(1);
        await using var executor = await phones.CreateExecutorAsync(
            TestServers.Limits with
            {
                Command = TimeSpan.FromSeconds(10),
            }
        );
        var first = 0;
        phones.Stubs[0].App.Posting = _ =>
        {
            first = phones.Servers!.ProcessIds[1];
            phones.Stubs[0].App.Posting = null;
            TestServers.Signal(first, signal);
        };

        var evidence = await FailsAsync(executor, Attempt(phones));

        Assert.Equal(FailureCategory.Infrastructure, evidence.DeclaredCategory);
        Assert.Contains(evidence.DeclaredType, types);
        await SucceedsAsync(executor, Attempt(phones, 2));
        Assert.NotEqual(first, phones.Servers!.ProcessIds[1]);
        Assert.DoesNotContain(phones.News, news => news.Contains("set aside"));
    }

    [Fact]
    public async Task When_the_phone_is_gone_in_the_middle_of_a_session_the_attempt_ends_with_what_is_left_of_it()
    {
        await using var phones = await VideoPhones.StartAsync(1);
        await using var executor = await phones.CreateExecutorAsync();
        var attempt = Attempt(phones);
        phones.Stubs[0].App.Posting = _ => phones.Phones[0].Become(PhoneMode.Gone);

        var evidence = await FailsAsync(executor, attempt);

        Assert.Equal(FailureCategory.Infrastructure, evidence.DeclaredCategory);
        Assert.Contains("logcat.txt", Files(attempt));
        Assert.Contains("appium.log", Files(attempt));
    }

    [Fact]
    public async Task When_the_phone_asks_for_its_key_again_in_the_middle_the_attempt_ends()
    {
        await using var phones = await VideoPhones.StartAsync(1);
        await using var executor = await phones.CreateExecutorAsync();
        var attempt = Attempt(phones);
        phones.Stubs[0].App.Posting = _ => phones.Phones[0].Become(PhoneMode.Unauthorized);

        var evidence = await FailsAsync(executor, attempt);

        Assert.Equal(FailureCategory.Infrastructure, evidence.DeclaredCategory);
        Assert.Contains("logcat.txt", Files(attempt));
        Assert.IsType<AttemptResult.Deferred>(
            await executor.ExecuteAsync(Attempt(phones, 1), NoStop)
        );
        phones.Stubs[0].App.Posting = null;
        phones.Phones[0].Become(PhoneMode.Online);
        await SucceedsAsync(executor, Attempt(phones, 2));
    }

    [Fact]
    public async Task When_the_adb_server_is_killed_in_the_middle_the_next_attempt_finds_the_phone_again()
    {
        await using var phones = await VideoPhones.StartAsync(1);
        await using var executor = await phones.CreateExecutorAsync();
        var killed = Task.CompletedTask;
        phones.Stubs[0].App.Posting = _ =>
        {
            phones.Stubs[0].App.Posting = null;
            killed = phones.Adb.KillServerAsync();
            killed.Wait(TestContext.Current.CancellationToken);
        };

        var evidence = await FailsAsync(executor, Attempt(phones));

        await killed;
        Assert.Equal(FailureCategory.Infrastructure, evidence.DeclaredCategory);
        await SucceedsAsync(executor, Attempt(phones, 2));
        Assert.DoesNotContain(phones.News, news => news.Contains("set aside"));
    }

    [Fact]
    public async Task A_missing_file_is_the_jobs_own_fault()
    {
        await using var phones = await VideoPhones.StartAsync(1);
        await using var executor = await phones.CreateExecutorAsync();
        var attempt = Attempt(phones);
        File.Delete(attempt.Job.VideoPath!);

        var evidence = await FailsAsync(executor, attempt);

        Assert.Equal(
            (FailureCategory.Input, "file_missing"),
            (evidence.DeclaredCategory!.Value, evidence.DeclaredType)
        );
    }

    [Fact]
    public async Task A_stop_ends_the_attempt_and_gives_the_phone_back()
    {
        await using var phones = await VideoPhones.StartAsync(1);
        await using var executor = await phones.CreateExecutorAsync();
        using var stop = new CancellationTokenSource();
        phones.Stubs[0].App.Stuck.Add(Caption);
        phones.Stubs[0].App.Posting = _ => stop.Cancel();

        var stopped = await executor.ExecuteAsync(
            Attempt(phones),
            new StopSignals(stop.Token, CancellationToken.None)
        );

        Assert.IsType<AttemptResult.Cancelled>(stopped);
        phones.Stubs[0].App.Posting = null;
        phones.Stubs[0].App.Stuck.Clear();
        await SucceedsAsync(executor, Attempt(phones, 2));
    }

    [Fact]
    public void Forwards_of_dead_servers_are_told_from_those_of_others()
    {
        const string list = """
            A tcp:8200 tcp:6790
            A tcp:9999 localabstract:chrome
            B tcp:8201 tcp:6790
            C tcp:8202 tcp:6790
            """;

        Assert.Equal([("A", "tcp:8200"), ("B", "tcp:8201")], StaleForwards.Of("A", 8201, list));
    }

    private static StopSignals NoStop => new(TestContext.Current.CancellationToken, default);

    private static IEnumerable<string> Files(Attempt attempt) =>
        Directory.GetFiles(attempt.ArtifactFolder).Select(file => Path.GetFileName(file)).Order();

    private static async Task<FailureEvidence> FailsAsync(
        DeviceFlowExecutor executor,
        Attempt attempt
    )
    {
        var result = await executor.ExecuteAsync(attempt, NoStop);
        var failed = Assert.IsType<AttemptResult.Failed>(result);
        // The device was judged by it, and the run is to record the same.
        Assert.NotNull(failed.Sorted);
        return failed.Evidence;
    }

    private static async Task SucceedsAsync(DeviceFlowExecutor executor, Attempt attempt)
    {
        var result = await executor.ExecuteAsync(attempt, NoStop);
        // The record's own words: why it was deferred, or with what it failed.
        Assert.True(result is AttemptResult.Succeeded, $"{result}");
    }

    private static Attempt Attempt(VideoPhones phones, int number = 1) =>
        OneVideo.Attempt(phones, number);
}
