using System.Globalization;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Proof.Tests.Support;

namespace RetryOrchestrator.Proof.Tests.Crash;

/// <summary>
/// Kills hosts whose jobs are so short that their claims are made ahead of time: what had not begun
/// is as if it had never been claimed. Each kill is a job's own, so that it comes while jobs are at
/// work, however fast or slow the machine is.
/// </summary>
public sealed class ShortJobTests : IDisposable
{
    private const int Workers = 3;
    private const int Killed = 128 + 9;

    // More than can be claimed beyond the job that kills, so that the next one has not begun.
    private const int Apart = 100;
    private const int JobsPerKill = 280;

    private static readonly int Wanted = ProofSettings.Pick(inShort: 8, inLong: 80);
    private static readonly int Jobs = JobsPerKill * (Wanted + 1);
    private static readonly TimeSpan Ample = TimeSpan.FromMinutes(5);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("short-");
    private readonly List<OrchestratorAttempt> _cutOff = [];

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>
    /// Scripts are a hundred times shorter than what is claimed ahead, so on any machine they are.
    /// </summary>
    [Fact]
    public void Only_what_had_begun_is_interrupted_and_everything_else_runs_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Nothing is claimed ahead elsewhere.");
        File.WriteAllText(
            At("job.ps1"),
            """
            $id = $Job.job_id
            [IO.File]::AppendAllText("{folder}/witness.$($Attempt.Worker)", "$id $($Attempt.Number)`n")
            if ([IO.File]::Exists("{folder}/kill.$id")) {
                [IO.File]::Delete("{folder}/kill.$id")
                [Diagnostics.Process]::GetCurrentProcess().Kill()
            }
            """.Replace("{folder}", _folder.FullName)
        );

        var ahead = RunToTheEnd("-ScriptPath", At("job.ps1"));

        Assert.SkipWhen(
            ahead == 0,
            "NOT TESTED: nothing was claimed ahead, for on this machine even a script of three lines "
                + "took longer than the 4 ms below which that pays."
        );
    }

    /// <summary>
    /// Programs are claimed ahead where one is started in less than 4 ms; elsewhere one by one.
    /// </summary>
    [Fact]
    public void Short_programs_run_once_however_many_are_claimed_at_a_time()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A shell of Unix.");
        File.WriteAllText(
            At("job.sh"),
            """
            echo "$ORCHESTRATOR_JOB_ID $ORCHESTRATOR_ATTEMPT" >> "$1/witness.all"
            if [ -e "$1/kill.$ORCHESTRATOR_JOB_ID" ]; then
                rm "$1/kill.$ORCHESTRATOR_JOB_ID"
                kill -9 $PPID
            fi
            """
        );

        RunToTheEnd("-Command", "/bin/sh", "-ArgumentList", $"{At("job.sh")},{_folder.FullName}");
    }

    /// <summary>Starts again and again until everything is done; all but the last are killed.</summary>
    /// <returns>How often more was claimed than there are workers.</returns>
    private int RunToTheEnd(params string[] job)
    {
        var chance = new Random(ProofSettings.Seed());
        var (next, ahead) = (0, 0);
        File.WriteAllLines(
            At("jobs.csv"),
            ["job_id", .. Enumerable.Range(1, Jobs).Select(n => $"v{n}")]
        );

        for (var kills = 0; kills < Wanted; kills++)
        {
            next += chance.Next(Apart, JobsPerKill);
            var open = SitThrough(next, job);
            ahead += open.Count > Workers ? 1 : 0;
            _cutOff.AddRange(open);
        }

        using var last = Start(job);
        Assert.True(last.ExitsWithin(Ample), $"The host did not end.\n{last}");
        Assert.True(last.ExitCode == 0, $"Exit code {last.ExitCode}.\n{last}");

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{Wanted} kills, {_cutOff.Count} open claims, {ahead} times more than workers"
        );
        Check(StateSnapshot.Read(State)!, Wanted);
        return ahead;
    }

    private string State => StatePaths.ForJobs(At("jobs.csv")).State;

    private LiveHost Start(string[] job) =>
        new(
            _folder.FullName,
            ["Start-OrchestratorRun", "-Workers", $"{Workers}", "-Banner", "None", .. job]
        );

    /// <summary>One start, in which a job kills its host.</summary>
    /// <returns>The claims that were open then.</returns>
    private List<OrchestratorAttempt> SitThrough(int killer, string[] job)
    {
        File.Create(At($"kill.v{killer}")).Dispose();
        using var host = Start(job);
        Assert.True(host.ExitsWithin(Ample), $"Job v{killer} did not kill its host.\n{host}");
        Assert.True(host.ExitCode == Killed, $"Exit code {host.ExitCode}.\n{host}");
        var state = StateSnapshot.Read(StateSnapshot.Copy(State, At("copy.db")))!;
        Verdict.CheckCounts(state);
        return state.Open.ToList();
    }

    private void Check(StateSnapshot state, int kills)
    {
        var started = Witnessed();
        var history = state.Attempts.Select(a => (a.JobId, a.Number)).ToHashSet();
        Assert.Equal(started.Distinct(), started);
        Assert.Subset(history, started.ToHashSet());
        Assert.All(
            state.Attempts.GroupBy(attempt => attempt.JobId),
            job =>
            {
                Assert.Equal(AttemptOutcome.Success, job.MaxBy(a => a.Number)!.Outcome);
                Assert.Single(job, attempt => attempt.Outcome == AttemptOutcome.Success);
            }
        );
        Assert.False(File.Exists(State + "-begun"));
        Assert.All(
            state.Attempts.Where(a => a.Outcome != AttemptOutcome.Success),
            attempt => Assert.Equal(AttemptOutcome.Interrupted, attempt.Outcome)
        );
        Verdict.ExactlyWhatWasInFlightIsInterrupted(state.Attempts, _cutOff);
        Assert.All(state.Jobs, job => Assert.Equal((1, false), (job.Attempts, job.Suspect)));

        // A worker marks an attempt, and starts its program a moment later.
        var silent = state.Attempts.ExceptBy(started, a => (a.JobId, a.Number)).ToList();
        Assert.All(silent, a => Assert.Equal(AttemptOutcome.Interrupted, a.Outcome));
        Assert.InRange(silent.Count, 0, kills * Workers);
    }

    private List<(string JobId, int Number)> Witnessed() =>
        _folder
            .EnumerateFiles("witness.*")
            .SelectMany(file => File.ReadLines(file.FullName))
            .Select(line => line.Split(' '))
            .Select(words => (words[0], int.Parse(words[1], CultureInfo.InvariantCulture)))
            .ToList();

    private string At(string name) => Path.Combine(_folder.FullName, name);
}
