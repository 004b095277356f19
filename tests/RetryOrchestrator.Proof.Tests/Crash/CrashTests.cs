using System.Globalization;
using RetryOrchestrator.Proof.Tests.Support;

namespace RetryOrchestrator.Proof.Tests.Crash;

/// <summary>
/// Kills the console host with SIGKILL at random moments, starts it again until the run is over,
/// and holds the state against what the jobs' own program wrote down. <c>CRASH_KILLS</c> sets how
/// often (default 100), <c>CRASH_SEED</c> replays a failure.
/// </summary>
public class CrashTests
{
    private const int JobsPerRun = 60;
    private static readonly Limits Limits = new(3, 8, 8, 7);
    private static readonly TimeSpan Ample = TimeSpan.FromMinutes(5);

    [Fact]
    public void Nothing_is_lost_and_nothing_done_twice_however_often_the_host_is_killed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The witness is a shell script: needs Unix.");
        var seed = Setting("CRASH_SEED") ?? Random.Shared.Next();
        var wanted = Setting("CRASH_KILLS") ?? 100;
        var chance = new Random(seed);
        TestContext.Current.TestOutputHelper!.WriteLine($"CRASH_SEED={seed} CRASH_KILLS={wanted}");

        for (var kills = 0; kills < wanted; )
        {
            using var folder = new JobsFolder(JobsPerRun, chance);
            var killed = RunToTheEnd(folder, wanted - kills, chance);
            try
            {
                Verdict.Check(folder, killed, Limits);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException(
                    $"With CRASH_SEED={seed}: {failure.Message}",
                    failure
                );
            }

            // A run that was over before its first kill still counts: the seed goes on.
            kills += Math.Max(killed, 1);
        }
    }

    private static int RunToTheEnd(JobsFolder folder, int mostKills, Random chance)
    {
        for (var kills = 0; ; kills++)
        {
            using var host = HostProgram.Start(
                folder.FullName,
                "Start-OrchestratorRun",
                "-Command",
                "./job.sh",
                "-ArgumentList",
                "{plan},{work}",
                "-RetryDelaySeconds",
                "1",
                "-Banner",
                "None",
                "-Workers",
                Number(Limits.Workers),
                "-MaxPasses",
                Number(Limits.MaxPasses),
                "-MaxAttemptsPerJob",
                Number(Limits.MaxAttempts),
                "-InfrastructureRetryLimit",
                Number(Limits.InfrastructureRetries)
            );
            if (kills == mostKills || EndsBeforeItsKill(host, chance))
            {
                Assert.InRange(host.WaitForExitCode(Ample), 0, 1);
                return kills;
            }

            host.Kill();
            TheMirrorIsWhole(folder);
        }
    }

    // Some kills come at any moment, some at the moments where most is under way.
    private static bool EndsBeforeItsKill(HostProgram host, Random chance)
    {
        var limit = TimeSpan.FromMilliseconds(chance.Next(3000));
        string[] moments = ["RETRY CONFIGURATION", "PASS ", "SUMMARY", "WAITING", "Starting pass"];
        var moment = chance.Next(moments.Length * 2);
        if (moment < moments.Length)
        {
            host.SaysWithin(moments[moment], Ample);
            limit = TimeSpan.FromMilliseconds(chance.Next(8));
        }

        return host.EndsWithin(limit);
    }

    private static void TheMirrorIsWhole(JobsFolder folder)
    {
        var mirror = Path.Combine(folder.FullName, "jobs.progress.csv");
        if (File.Exists(mirror))
        {
            Assert.Equal(JobsPerRun + 1, File.ReadLines(mirror).Count());
        }
    }

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out var value) ? value : null;

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
