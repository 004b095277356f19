using System.Diagnostics;
using RetryOrchestrator.Storage.Mirror;
using RetryOrchestrator.Storage.Tests.Support;

namespace RetryOrchestrator.Storage.Tests.Measurements;

/// <summary>
/// A whole list through the store: taken in, run, shown, and what each costs. A short list with all
/// other tests; a million by hand, in Release, with <c>ORCHESTRATOR_MEASURE_JOBS=1000000</c>:
/// <c>dotnet run -c Release --project tests/RetryOrchestrator.Storage.Tests -- -class "*WholeList" -showliveoutput</c>.
/// </summary>
public sealed class WholeList(ITestOutputHelper output) : IDisposable
{
    private const string Variable = "ORCHESTRATOR_MEASURE_JOBS";

    private static readonly int Jobs = int.TryParse(
        Environment.GetEnvironmentVariable(Variable),
        out var asked
    )
        ? asked
        : 5_000;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Every_job_of_a_list_is_taken_in_run_and_shown()
    {
        var path = _folder.File("jobs.orchestrator.db");
        var state = new SqliteStateStore(path, new FakeProcesses(), TimeProvider.System);
        using var run = state.OpenForRun();
        run.Join(new Member(new FakeProcesses().Current, Make.Start));
        Measure($"intake of {Jobs:N0}", () => TakeIn(run));
        Measure("the same list again", () => TakeIn(run));
        Measure("open run", () => run.Open(Make.Terms(), Make.Start));
        run.EnterPass(1);

        Measure("read all due", () => Assert.Equal(Jobs, run.LineUp().Total));

        var done = 0;
        foreach (var size in (int[])[64, 64, 16, 3, 1])
        {
            var jobs = Jobs / (size >= 16 ? 10 : 50);
            done += jobs;
            var turns = 0;
            var watch = Stopwatch.StartNew();
            var cpu = Cpu();
            var ended = new List<AttemptEnd>();
            for (var left = jobs; left > 0; left -= ended.Count)
            {
                var claims = run.Exchange(NewTurn(ended, Math.Min(size, left))).Claims;
                ended = [.. claims.Select(claim => Make.Success(claim.AttemptId, claim.Job.Key))];
                turns++;
            }

            run.Exchange(NewTurn(ended, 0));
            output.WriteLine(
                $"{size} jobs a turn: {jobs / watch.Elapsed.TotalSeconds:N0} jobs/s, "
                    + $"{turns / watch.Elapsed.TotalSeconds:N0} turns/s; "
                    + $"by CPU time {jobs / (Cpu() - cpu).TotalSeconds:N0} jobs/s"
            );
        }

        Measure("heartbeat", () => run.Beat(Make.Start));
        using var reader = state.OpenForReading();
        Measure("status, first look", () => reader.ReadStatus());
        Measure("status, second look", () => reader.ReadStatus());
        Measure(
            "open and status",
            () =>
            {
                using var other = state.OpenForReading();
                other.ReadStatus();
            }
        );
        Measure("first of all jobs", () => reader.ReadJobs(new JobQuery()).First());
        Measure("read all jobs", () => Assert.Equal(Jobs, reader.ReadJobs(new JobQuery()).Count()));
        Measure(
            "read all attempts",
            () => Assert.Equal(done, reader.ReadAttempts(new JobQuery()).Count())
        );
        Assert.Equal((Jobs, done), (reader.ReadStatus().Total, reader.ReadStatus().Succeeded));
        Measure("mirror", () => new ProgressMirror(path, _folder.File("p.csv"), 5).Write(null));
        Measure("preview", () => state.OpenForPreview().Dispose());
        run.ClosePass(Make.Summary(1, 1, PassResult.MaxPassesReached));
        Measure("open a fresh run", () => run.Open(Make.Terms(), Make.Start));
        output.WriteLine($"file: {new FileInfo(path).Length / 1e6:N0} MB");
        output.WriteLine(
            $"peak memory: {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:N0} MB"
        );
    }

    public void Dispose() => _folder.Dispose();

    private static TurnRequest NewTurn(IReadOnlyList<AttemptEnd> ended, int room) =>
        new()
        {
            Ended = ended,
            Room = Turns.RoomFor(room),
            At = Make.Start,
            PassDuration = TimeSpan.FromSeconds(1),
        };

    private static void TakeIn(IRunSession run)
    {
        using var intake = run.BeginIntake();
        for (var i = 0; i < Jobs; i++)
        {
            intake.Add(
                Make.Row(
                    $"job-{i * 7919L % Jobs:D7}",
                    $"account{i % 5000}",
                    ("video_path", $"videos/clip-{i}.mp4"),
                    ("caption", "A caption of ordinary length, with a tag #fun")
                )
            );
        }

        intake.Complete("fingerprint");
    }

    private void Measure(string what, Action action)
    {
        var watch = Stopwatch.StartNew();
        var cpu = Cpu();
        action();
        output.WriteLine(
            $"{what}: {watch.Elapsed.TotalMilliseconds:N1} ms, "
                + $"CPU {(Cpu() - cpu).TotalMilliseconds:N1} ms"
        );
    }

    /// <summary>Says more than the wall clock on a machine that is busy with other things.</summary>
    private static TimeSpan Cpu() => Process.GetCurrentProcess().TotalProcessorTime;
}
