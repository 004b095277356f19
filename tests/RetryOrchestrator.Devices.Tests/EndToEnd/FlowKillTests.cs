using System.Globalization;
using RetryOrchestrator.Devices.Tests.Support;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Storage;
using RetryOrchestrator.Tests.Android;
using RetryOrchestrator.Tests.Shared;

namespace RetryOrchestrator.Devices.Tests.EndToEnd;

/// <summary>
/// Kills flows that post, at any moment: their host, their Appium, the helper on the phone, the phone
/// itself. What the app was posted is counted: never twice. What may have been posted is named, and
/// where the app can be asked, each is posted exactly once.
/// </summary>
public sealed class FlowKillTests
{
    private const int Phones = 2;
    private const int Jobs = 12;
    private const int UncertainRemain = 6;

    private static readonly string Flow = VideoPhones
        .FlowText.Replace("timeout: 30s", "timeout: 10s", StringComparison.Ordinal)
        .Replace(
            "  - tap: Post",
            "  - checkpoint: posting {caption}\n  - tap: Post",
            StringComparison.Ordinal
        );

    private const string Question = """

        verify:
          - start: com.example.video/.FeedActivity
            extras: { account: "{account}" }
          - waitFor: Feed of {account}
          - assert: "Posted: {caption}"
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_is_posted_twice_whenever_a_flow_is_killed(bool asks)
    {
        var seed = ProofSettings.Seed();
        var wanted = ProofSettings.Pick(inShort: 3, inLong: 100);
        var unsure = 0;
        for (int kills = 0, run = 0; kills < wanted; run++)
        {
            var chance = new Random(seed + run);
            await using var phones = await VideoPhones.StartAsync(Phones);
            Array.ForEach(phones.Stubs, stub => stub.App.Feed = () => phones.Posts);
            var host = Prepare(phones);
            kills += await KillAsync(phones, host, asks, chance, wanted - kills);
            unsure += await FinishAsync(phones, host, asks);
        }

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{wanted} kills, {unsure} jobs left uncertain before the app was asked"
        );
    }

    private static PhoneHost Prepare(VideoPhones phones)
    {
        var host = new PhoneHost(phones);
        host.Write("video.mp4", "the video");
        host.Write(
            "jobs.csv",
            "job_id,account,video_path,caption\n"
                + string.Concat(
                    Enumerable
                        .Range(1, Jobs)
                        .Select(n => Invariant($"{n},account {n % 5},video.mp4,{Caption(n)}\n"))
                )
        );
        host.Write("silent.flow.yaml", Flow);
        host.Write("asking.flow.yaml", Flow + Question);
        return host;
    }

    // Starts and kills until the run ends by itself, or enough were killed.
    private static async Task<int> KillAsync(
        VideoPhones phones,
        PhoneHost host,
        bool asks,
        Random chance,
        int most
    )
    {
        for (var kills = 0; ; )
        {
            using var run = await StartAsync(host, asks);
            var end = run.EndAsync(Stop);
            while (kills < most)
            {
                if (await HasEndedBeforeItIsHitAsync(phones, run, end, chance))
                {
                    return kills;
                }

                kills++;
                if (chance.Next(2) == 0)
                {
                    run.Kill();
                    break;
                }

                HitWhatServesIt(phones, host, run, chance);
                AssertNoneTwice(phones);
            }

            await end;
            if (kills >= most)
            {
                return kills;
            }
        }
    }

    // At any moment, or close to that at which something is posted.
    private static async Task<bool> HasEndedBeforeItIsHitAsync(
        VideoPhones phones,
        HostProcess run,
        Task end,
        Random chance
    )
    {
        if (chance.Next(3) == 0)
        {
            return run.ExitsWithin(TimeSpan.FromMilliseconds(chance.Next(8_000)));
        }

        var posting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Array.ForEach(phones.Stubs, stub => stub.App.Posting = _ => posting.TrySetResult());
        await Task.WhenAny(posting.Task, end);
        return run.ExitsWithin(TimeSpan.FromMilliseconds(chance.Next(300)));
    }

    private static void HitWhatServesIt(
        VideoPhones phones,
        PhoneHost host,
        HostProcess run,
        Random chance
    )
    {
        var phone = chance.Next(Phones);
        switch (chance.Next(3))
        {
            case 0:
                foreach (var (id, _) in host.Processes().Where(p => p.Command.Contains("--port")))
                {
                    TestServers.Signal(id, "KILL");
                }

                break;
            case 1:
                phones.Stubs[phone].Crash();
                run.ExitsWithin(TimeSpan.FromMilliseconds(chance.Next(500)));
                phones.Stubs[phone].Revive();
                break;
            default:
                phones.Phones[phone].Become(PhoneMode.Gone);
                run.ExitsWithin(TimeSpan.FromMilliseconds(chance.Next(1_500)));
                phones.Phones[phone].Become(PhoneMode.Online);
                break;
        }
    }

    // Without anybody to ask: what may have been posted is named, and nothing else is open. Then the
    // app can be asked, and each has been posted exactly once.
    private static async Task<int> FinishAsync(VideoPhones phones, PhoneHost host, bool asks)
    {
        var unsure = asks ? 0 : await AssertUncertainIsNamedAsync(phones, host);
        using var run = await StartAsync(host, asks: true);
        var end = await run.EndAsync(Stop);
        Assert.True(end.ExitCode == 0, end.Error);
        Assert.Equal(
            Enumerable.Range(1, Jobs).Select(Caption).Order(),
            phones.Posts.Select(post => post.Caption).Order()
        );
        return unsure;
    }

    private static async Task<int> AssertUncertainIsNamedAsync(VideoPhones phones, PhoneHost host)
    {
        using var run = await StartAsync(host, asks: false);
        var end = await run.EndAsync(Stop);
        AssertNoneTwice(phones);
        using var reader = new SqliteStateStore(
            host.State,
            new SystemProcessTable(),
            TimeProvider.System
        ).OpenForReading();
        var jobs = reader.ReadJobs(new JobQuery()).ToList();
        var attempts = reader.ReadAttempts(new JobQuery()).ToList();
        var unsure = jobs.Where(job => job.Status == JobStatus.Uncertain).ToList();
        Assert.True(end.ExitCode == (unsure.Count > 0 ? UncertainRemain : 0), end.Error);
        Assert.All(jobs.Except(unsure), job => Assert.Equal(JobStatus.Success, job.Status));
        Assert.All(
            jobs.Except(unsure),
            job => Assert.Single(phones.Posts, post => post.Caption == Caption(NumberOf(job)))
        );
        Assert.All(
            unsure,
            job =>
                Assert.Contains(
                    attempts,
                    attempt =>
                        attempt.JobId == job.JobId
                        && attempt.Outcome == AttemptOutcome.Uncertain
                        && attempt.Checkpoint == $"posting {Caption(NumberOf(job))}"
                )
        );
        return unsure.Count;
    }

    private static void AssertNoneTwice(VideoPhones phones) =>
        Assert.DoesNotContain(
            phones.Posts.GroupBy(post => post.Caption),
            posts => posts.Count() > 1
        );

    private static Task<HostProcess> StartAsync(PhoneHost host, bool asks) =>
        host.StartRunAsync([
            "-FlowPath",
            Path.Combine(
                Path.GetDirectoryName(host.Jobs)!,
                asks ? "asking.flow.yaml" : "silent.flow.yaml"
            ),
            "-Workers",
            "2",
            "-RetryDelaySeconds",
            "1",
            .. ProofSettings.NoLimits,
            // Whoever kills is none of the jobs: nobody is to be found guilty of it.
            "-NoPoisonGuard",
        ]);

    // No text of another job's is part of it: a screen is searched for texts.
    private static string Caption(int number) => Invariant($"no {number}.");

    private static int NumberOf(OrchestratorJob job) =>
        int.Parse(job.JobId, CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
