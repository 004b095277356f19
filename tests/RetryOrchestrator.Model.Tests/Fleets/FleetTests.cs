namespace RetryOrchestrator.Model.Tests.Fleets;

/// <summary>
/// Random fleets with planted faults, on seeds that the guards were not tuned on (those were below
/// 1,000,000): 10,000 of them, 100,000 in the long form.
/// </summary>
public sealed class FleetTests
{
    private static readonly int FirstSeed = ProofSettings.SeedOr(1_000_000);

    private static readonly Lazy<IReadOnlyList<Played>> Fleets = new(() =>
        Enumerable
            .Range(FirstSeed, ProofSettings.Pick(10_000, 100_000))
            .Select(Fleet.Of)
            .Select(fleet => new Played(fleet, new FleetRun(fleet).Play()))
            .ToList()
    );

    [Fact]
    public void What_is_planted_is_found_and_nothing_else_in_95_of_100()
    {
        var wrong = Fleets.Value.Where(played => played.Fault is not null).ToList();

        Report(wrong);
        Assert.InRange(wrong.Count, 0, Fleets.Value.Count * 5 / 100);
    }

    [Fact]
    public void With_nothing_planted_a_guard_acts_in_1_of_100()
    {
        var sound = Fleets.Value.Where(played => played.Fleet.Planted == Planted.Nothing).ToList();
        var acted = sound.Count(played => played.Run.Acts.Count > 0);

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"a guard acted in {acted} of {sound.Count} with nothing planted"
        );
        // As many as one in a hundred comes to by chance, in so few.
        Assert.InRange(acted, 0, sound.Count / 100 + 8);
    }

    [Fact]
    public void One_broken_worker_of_three_loses_three_attempts_when_the_others_are_sound()
    {
        foreach (var seed in Enumerable.Range(FirstSeed, 200))
        {
            var fleet = Fleet.Of(seed) with
            {
                Planted = Planted.BadSlot,
                Workers = 3,
                Jobs = 60,
                Transient = 0,
                IsBad = new bool[60],
                BadWorker = 1 + seed % 3,
                BadWorkerFails = 1,
                BreaksAtJob = seed % 2 * 20,
                HealsAfter = double.PositiveInfinity,
                OutageLasts = 0,
                OutageAtJob = int.MaxValue,
            };
            var run = new FleetRun(fleet).Play();

            Assert.True(run.IsSetAside(fleet.BadWorker), $"{fleet}");
            Assert.Equal((fleet, 3), (fleet, run.LostBeforeSetAside));
            Assert.All(run.Jobs, job => Assert.True(job is { IsDone: true, Failures: 0 }));
        }
    }

    [Fact]
    public void Nobody_pays_for_an_outage_that_was_held_out()
    {
        var paid = Fleets
            .Value.Where(played => played is { Fleet.Planted: Planted.Outage, Fault: null })
            .Sum(played =>
                played.Run.Jobs.Count(job =>
                    job.HasFailed && job.FailedAt.Any(at => IsIn(at, played))
                )
            );

        Assert.Equal(0, paid);
    }

    private static bool IsIn(double at, Played played) =>
        at >= played.Run.OutageAt && at < played.Run.OutageAt + played.Fleet.OutageLasts;

    private static void Report(IReadOnlyList<Played> wrong)
    {
        var output = TestContext.Current.TestOutputHelper!;
        output.WriteLine(
            $"{Fleets.Value.Count - wrong.Count} of {Fleets.Value.Count} right, from {ProofSettings.Replay(FirstSeed)} on"
        );
        foreach (
            var kind in Fleets.Value.GroupBy(played => played.Fleet.Planted).OrderBy(g => g.Key)
        )
        {
            var faults = wrong.Where(played => played.Fleet.Planted == kind.Key).ToList();
            output.WriteLine($"{kind.Key}: {faults.Count} of {kind.Count()} wrong");
            foreach (var fault in faults.GroupBy(played => played.Fault))
            {
                output.WriteLine($"    {fault.Count()} {fault.Key}, such as {fault.First().Fleet}");
            }
        }
    }

    private sealed record Played(Fleet Fleet, FleetRun Run)
    {
        public string? Fault { get; } = FleetJudge.Fault(Fleet, Run);
    }
}
