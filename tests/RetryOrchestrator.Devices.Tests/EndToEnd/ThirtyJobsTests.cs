using System.Globalization;
using System.Text.Json;
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
/// What the product is for, as an operator does it: a night's list on three phones, of which one
/// dies and comes back. The phones' own record is what the summaries and the state are held against.
/// </summary>
public sealed class ThirtyJobsTests
{
    private const string StuckCaption = "never posted";
    private const string Movies = "/sdcard/Movies/";
    private const int Stuck = 27;
    private const int FirstSuspended = 28;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Thirty_jobs_on_three_phones_of_which_one_dies_and_returns_are_each_done_once()
    {
        await using var phones = await VideoPhones.StartAsync(3);
        var host = new PhoneHost(phones);
        var dying = phones.Phones[2];
        dying.DropInPush = (1000, PhoneMode.Gone);
        WriteJobs(host, dying.Serial);
        foreach (var stub in phones.Stubs)
        {
            stub.App.Suspended.Add("suspended");
            stub.App.Stuck.Add(StuckCaption);
        }

        using var run = await host.StartRunAsync(
            "-FlowPath",
            host.Write("share.flow.yaml", VideoPhones.FlowText),
            "-Workers",
            "3",
            "-MaxPasses",
            "5",
            "-RetryDelaySeconds",
            "3"
        );
        await run.ErrorSaysAsync($"Device {dying.Serial} is set aside");
        await AssertOthersSeeItAsync(host, dying.Serial);
        await AssertTheStatusShowsItAsync(host, dying.Serial);
        await run.ErrorSaysAsync("PASS 1 SUMMARY");
        dying.Become(PhoneMode.Online);
        var end = await run.EndAsync(Stop);

        Assert.Equal(1, end.ExitCode);
        Assert.Contains($"Device {dying.Serial} passed its check", end.Error);
        var passes = Passes(end);
        var (jobs, attempts) = ReadState(host.State);
        AssertTheSummariesAgree(passes, attempts);
        AssertOnlyOneAttemptWasLost(attempts, dying.Serial);
        AssertTheStateAgrees(jobs);
        AssertThePhonesAgree(phones, attempts);
        Assert.True(
            phones.Stubs[2].App.Posts.Count >= 5,
            "The phone that returned was used again."
        );
        await Eventually.TrueAsync(() => host.Processes().Count == 0, "all it started is gone");
        Assert.DoesNotContain("tcp:6790", await phones.Adb.RunAsync("forward", "--list"));
    }

    // Another process, while the run is live.
    private static async Task AssertOthersSeeItAsync(PhoneHost host, string serial)
    {
        var seen = await host.RunAsync("--json", "Get-OrchestratorDevice");
        using var devices = JsonDocument.Parse(seen.Output);
        var device = devices
            .RootElement.EnumerateArray()
            .Single(device => device.GetProperty("Serial").GetString() == serial);
        Assert.NotNull(device.GetProperty("SetAsideReason").GetString());
        Assert.NotEqual("Healthy", device.GetProperty("Health").GetString());
        Assert.Contains(
            devices.RootElement.EnumerateArray(),
            other => other.GetProperty("Job").ValueKind != JsonValueKind.Null
        );
    }

    private static async Task AssertTheStatusShowsItAsync(PhoneHost host, string serial)
    {
        var seen = await host.RunAsync("--json", "Get-OrchestratorStatus", "-JobsPath", host.Jobs);
        using var json = JsonDocument.Parse(seen.Output);
        var status = json.RootElement[0];
        Assert.Contains(serial, status.GetProperty("SetAside").ToString());
        Assert.All(
            status.GetProperty("Workers").EnumerateArray(),
            worker => Assert.NotEqual(serial, worker.GetProperty("Device").GetString())
        );
        Assert.Contains(
            status.GetProperty("Workers").EnumerateArray(),
            worker => worker.GetProperty("Device").GetString() is not null
        );
    }

    private static void AssertTheSummariesAgree(
        IReadOnlyList<JsonElement> passes,
        IReadOnlyList<OrchestratorAttempt> attempts
    )
    {
        Assert.Equal("OnlyNonRetryable", passes[^1].GetProperty("Result").GetString());
        for (var pass = 1; pass <= passes.Count; pass++)
        {
            var mine = attempts.Where(attempt => attempt.Pass == pass).ToList();
            Assert.Equal(
                (
                    mine.Count(attempt => attempt.Outcome == AttemptOutcome.Success),
                    mine.Count(attempt => attempt.Category == FailureCategory.Account),
                    mine.Count(IsInfrastructure)
                ),
                (
                    Number(passes[pass - 1], "Succeeded"),
                    Number(passes[pass - 1], "FailedAccount"),
                    Number(passes[pass - 1], "FailedInfrastructure")
                )
            );
        }
    }

    private static void AssertTheStateAgrees(IReadOnlyList<OrchestratorJob> jobs)
    {
        Assert.All(
            jobs,
            job =>
                Assert.Equal(
                    NumberOf(job.JobId) switch
                    {
                        < Stuck => JobStatus.Success,
                        Stuck => JobStatus.Failed,
                        FirstSuspended => JobStatus.Failed,
                        _ => JobStatus.Skipped,
                    },
                    job.Status
                )
        );
        // The first attempt and three retries: the budget for infrastructure failures.
        Assert.Equal(4, jobs.Single(job => NumberOf(job.JobId) == Stuck).Attempts);
    }

    // Every job that succeeded was posted once, whole and as it was written, and nothing else was;
    // every attempt that did not die in its push pushed its file once.
    private static void AssertThePhonesAgree(
        VideoPhones phones,
        IReadOnlyList<OrchestratorAttempt> attempts
    )
    {
        Assert.Equal(
            Enumerable
                .Range(1, Stuck - 1)
                .Select(number => (Account(number), File(number), Caption(number)))
                .Order(),
            phones
                .Posts.Select(post => (post.Account, post.File["file://".Length..], post.Caption))
                .Order()
        );
        Assert.Equal(
            attempts
                .Where(attempt => !IsDeferred(attempt) && !IsLost(attempt))
                .Select(attempt => File(NumberOf(attempt.JobId)))
                .Order(),
            phones
                .Phones.SelectMany(phone => phone.Pushed)
                .Select(file => file.Path)
                // The driver pushes files of its own.
                .Where(path => path.StartsWith(Movies, StringComparison.Ordinal))
                .Order()
        );
    }

    private static void AssertOnlyOneAttemptWasLost(
        IReadOnlyList<OrchestratorAttempt> attempts,
        string serial
    )
    {
        var all = attempts.Where(IsLost).ToList();
        Assert.True(all.Count == 1, $"Lost:\n{string.Join('\n', all)}");
        var lost = all[0];
        Assert.Equal((1, "connection_dropped"), (lost.Pass, lost.FailureType));
        Assert.Contains(serial, lost.Message);
        // The others that were for this phone waited for pass 2, and it cost them nothing.
        Assert.Contains(attempts, IsDeferred);
        Assert.All(attempts.Where(IsDeferred), attempt => Assert.Equal(1, attempt.Pass));
    }

    private static bool IsDeferred(OrchestratorAttempt attempt) =>
        attempt.Outcome == AttemptOutcome.Deferred;

    private static bool IsInfrastructure(OrchestratorAttempt attempt) =>
        attempt
            is { Category: FailureCategory.Infrastructure, Outcome: not AttemptOutcome.Deferred };

    private static bool IsLost(OrchestratorAttempt attempt) =>
        IsInfrastructure(attempt) && NumberOf(attempt.JobId) != Stuck;

    private static (IReadOnlyList<OrchestratorJob>, IReadOnlyList<OrchestratorAttempt>) ReadState(
        string state
    )
    {
        using var reader = new SqliteStateStore(
            state,
            new SystemProcessTable(),
            TimeProvider.System
        ).OpenForReading();
        return (
            reader.ReadJobs(new JobQuery()).ToList(),
            reader.ReadAttempts(new JobQuery()).ToList()
        );
    }

    private static List<JsonElement> Passes(HostResult end)
    {
        using var passes = JsonDocument.Parse(end.Output);
        return passes.RootElement.EnumerateArray().Select(pass => pass.Clone()).ToList();
    }

    private static int Number(JsonElement pass, string name) => pass.GetProperty(name).GetInt32();

    private static int NumberOf(string jobId) => int.Parse(jobId, CultureInfo.InvariantCulture);

    private static string Account(int number) =>
        number >= FirstSuspended ? "suspended" : $"account {number % 7}";

    private static string File(int number) => $"{Movies}{number}.mp4";

    private static string Caption(int number) =>
        number == Stuck ? StuckCaption : $"\"{number}\" it's $HOME `id` 🎬\nline 2";

    // 26 that can be done, of which 5 name the phone that dies; one that always fails, and three
    // of a suspended account.
    private static void WriteJobs(PhoneHost host, string dying)
    {
        host.Write("video.mp4", new string('v', 200_000));
        var rows = Enumerable
            .Range(1, 30)
            .Select(number =>
            {
                var device = number % 5 == 0 && number < Stuck ? dying : "";
                var caption = Caption(number).Replace("\"", "\"\"");
                return $"{number},{Account(number)},{device},video.mp4,\"{caption}\"\n";
            });
        host.Write("jobs.csv", "job_id,account,device,video_path,caption\n" + string.Concat(rows));
    }
}
