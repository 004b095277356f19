using System.Globalization;
using RetryOrchestrator.Engine;
using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Storage;
using RetryOrchestrator.Tests.Android;

namespace RetryOrchestrator.Devices.Tests.EndToEnd;

/// <summary>A whole run on three phones, measured by the phones' own record.</summary>
public sealed class DeviceRunTests
{
    private const string StuckCaption = "never posted";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Thirty_jobs_on_three_phones_of_which_one_dies_and_returns_are_each_done_once()
    {
        await using var phones = await VideoPhones.StartAsync(3);
        var jobs = Jobs(phones.Folder, phones.Phones[2].Serial);
        foreach (var stub in phones.Stubs)
        {
            stub.App.Suspended.Add("suspended");
            stub.App.Stuck.Add(StuckCaption);
        }

        var dying = phones.Phones[2];
        dying.DropInPush = (1000, PhoneMode.Gone);
        var events = new Events(revive: () => dying.Become(PhoneMode.Online));
        var states = new StateStore(new SystemProcessTable(), TimeProvider.System);
        var state = Path.Combine(phones.Folder, "jobs.orchestrator.db");
        RunEnd end;
        await using (var executor = await phones.CreateExecutorAsync())
        {
            using var store = states.OpenForRun(state);
            var parts = new RunParts
            {
                Store = store,
                Executor = executor,
                Classifier = FailureClassifier.BuiltIn,
                Processes = new SystemProcessTable(),
                Events = events,
                ArtifactRoot = Path.Combine(phones.Folder, "artifacts"),
            };
            var options = new OrchestratorOptions { RetryDelay = TimeSpan.Zero };
            end = await new Orchestrator(parts, options).RunAsync(
                new JobListSource(jobs, phones.Folder),
                [],
                Stop
            );
        }

        Assert.Equal(PassResult.OnlyNonRetryable, end.Result);
        Assert.Equal(
            (26, 1, 1, 2),
            (
                end.Jobs.Succeeded,
                end.Jobs.FailedAccount,
                end.Jobs.FailedInfrastructure,
                end.Jobs.Skipped
            )
        );
        // What the phones saw agrees: every caption as it was written, and none twice.
        var wanted = jobs.Select(Caption)
            .Where(caption => caption != StuckCaption)
            .Take(26)
            .Order(StringComparer.Ordinal);
        Assert.Equal(
            wanted,
            phones.Posts.Select(post => post.Caption).Order(StringComparer.Ordinal)
        );
        Assert.All(phones.Posts, post => Assert.StartsWith("file:///sdcard/Movies/", post.File));
        // One attempt found the phone dead; none was burnt on it after that, and it came back.
        using var reader = states.OpenForReading(state);
        var lost = reader
            .ReadAttempts(new JobQuery())
            .Where(attempt =>
                attempt.FailureType is not (null or "" or "suspended" or "timeout" or "deferred")
            )
            .ToList();
        var one = Assert.Single(lost);
        Assert.Contains(dying.Serial, one.Message);
        Assert.True(phones.Stubs[2].App.Posts.Count >= 5);
        // Nothing is left behind.
        Assert.Empty(phones.Servers!.ProcessIds);
        Assert.DoesNotContain("tcp:6790", await phones.Adb.RunAsync("forward", "--list"));
    }

    private static string Caption(IReadOnlyList<KeyValuePair<string, string?>> job) =>
        job.Single(column => column.Key == "caption").Value!;

    // 26 that can be done, of which 5 name the phone that dies; one that always fails, and three
    // of a suspended account.
    private static List<IReadOnlyList<KeyValuePair<string, string?>>> Jobs(
        string folder,
        string dying
    )
    {
        var video = Path.Combine(folder, "video.mp4");
        File.WriteAllBytes(video, new byte[200_000]);
        return Enumerable
            .Range(1, 30)
            .Select(number =>
                (IReadOnlyList<KeyValuePair<string, string?>>)
                    [
                        new("job_id", number.ToString(CultureInfo.InvariantCulture)),
                        new("account", number > 27 ? "suspended" : $"account {number % 7}"),
                        new("device", number % 5 == 0 && number < 27 ? dying : ""),
                        new("video_path", "video.mp4"),
                        new(
                            "caption",
                            number == 27 ? StuckCaption : $"\"{number}\" it's $HOME `id` 🎬\nline 2"
                        ),
                    ]
            )
            .ToList();
    }

    private sealed class Events(Action revive) : IEventSink
    {
        public ValueTask PublishAsync(RunEvent runEvent)
        {
            if (runEvent is PassEnded { Summary.Pass: 1 })
            {
                revive();
            }

            return ValueTask.CompletedTask;
        }
    }
}
