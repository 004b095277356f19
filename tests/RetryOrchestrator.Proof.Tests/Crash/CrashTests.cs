namespace RetryOrchestrator.Proof.Tests.Crash;

/// <summary>
/// Kills the console host with SIGKILL, at any time and on purpose in the worst moments, starts it
/// again until its run is over, and holds the state against what the jobs' own program wrote down.
/// </summary>
public sealed class CrashTests
{
    private const int KillsPerRun = 12;

    [Fact]
    public void Nothing_is_lost_and_nothing_done_twice_however_often_the_host_is_killed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Leftovers end with their job object there.");
        var seed = ProofSettings.Seed();
        var wanted = ProofSettings.Pick(inShort: 100, inLong: 2_000);
        var kills = new SortedDictionary<string, int>();
        var runs = 0;
        var halfMirrors = 0;
        while (kills.Values.Sum() < wanted)
        {
            // A run's seed alone replays it.
            using var run = new CrashRun(seed + runs++);
            run.RunToTheEnd(Math.Min(KillsPerRun, wanted - kills.Values.Sum()));
            halfMirrors += run.HalfMirrors;
            foreach (var (moment, count) in run.Kills)
            {
                kills[moment] = kills.GetValueOrDefault(moment) + count;
            }
        }

        var output = TestContext.Current.TestOutputHelper!;
        output.WriteLine($"{kills.Values.Sum()} kills in {runs} runs; {halfMirrors} half mirrors");
        foreach (var (moment, count) in kills)
        {
            output.WriteLine($"{count, 5} {moment}");
        }
    }

    [Fact]
    public void A_migration_that_is_killed_loses_nothing_of_the_run_that_was_cut_off()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Leftovers end with their job object there.");
        var seed = ProofSettings.Seed();
        var chance = new Random(seed);
        var cutOff = 0;
        using var run = new CrashRun(seed)
        {
            AfterKill = folder =>
                cutOff += new KilledMigration(folder, chance).Kill(
                    ProofSettings.Pick(inShort: 5, inLong: 50)
                ),
        };

        run.RunToTheEnd(mostKills: 4);

        TestContext.Current.TestOutputHelper!.WriteLine($"{cutOff} migrations cut off");
        Assert.NotEqual(0, cutOff);
    }
}
