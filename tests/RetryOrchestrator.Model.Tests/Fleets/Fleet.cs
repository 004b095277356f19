namespace RetryOrchestrator.Model.Tests.Fleets;

/// <summary>What is wrong with a fleet.</summary>
internal enum Planted
{
    Nothing,
    BadJobs,
    BadSlot,
    Outage,
    BadSlotAndBadJobs,
    OutageAndBadSlot,
}

/// <summary>A made-up fleet and what is planted in it.</summary>
internal sealed record Fleet
{
    public required int Seed { get; init; }

    public required Planted Planted { get; init; }

    public required int Workers { get; init; }

    public required int Jobs { get; init; }

    /// <summary>How often an attempt fails for no reason that lasts.</summary>
    public required double Transient { get; init; }

    /// <summary>Which jobs fail wherever they are tried.</summary>
    public required bool[] IsBad { get; init; }

    /// <summary>Whether failures of jobs have a type of their own, or one nobody knows.</summary>
    public required bool JobFailuresAreKnown { get; init; }

    /// <summary>How long an attempt that succeeds takes on average, in seconds.</summary>
    public required double Takes { get; init; }

    /// <summary>How long one that fails does.</summary>
    public required double FailsIn { get; init; }

    /// <summary>The broken worker, from 1; 0 for none.</summary>
    public int BadWorker { get; init; }

    /// <summary>How many of its attempts fail while it is broken.</summary>
    public double BadWorkerFails { get; init; } = 1;

    /// <summary>After so many jobs were begun it breaks.</summary>
    public int BreaksAtJob { get; init; }

    /// <summary>It heals so many seconds later.</summary>
    public double HealsAfter { get; init; } = double.PositiveInfinity;

    /// <summary>After so many jobs were begun nothing works.</summary>
    public int OutageAtJob { get; init; } = int.MaxValue;

    /// <summary>For so many seconds.</summary>
    public double OutageLasts { get; init; }

    /// <summary>Raised to fit.</summary>
    public double LongestHold => OutageLasts * 2 + 3600;

    public override string ToString() =>
        FormattableString.Invariant(
            $"{Planted} (seed {Seed}): {Workers} workers, {Jobs} jobs, {IsBad.Count(bad => bad)} bad, {Transient:0.###} transient, {Takes:0.0}/{FailsIn:0.00} s, worker {BadWorker} broken {BadWorkerFails:0.00} at {BreaksAtJob} for {HealsAfter:0}, outage at {OutageAtJob} for {OutageLasts:0}"
        );

    /// <summary>A fleet of a seed, any of the kinds.</summary>
    public static Fleet Of(int seed)
    {
        var random = new Random(seed);
        var planted = (Planted)random.Next(6);
        var jobs = random.Next(
            planted is Planted.Outage or Planted.OutageAndBadSlot ? 60 : 30,
            400
        );
        var workers = random.Next(2, 9);
        var takes = Math.Pow(10, random.NextDouble() * 3 - 1);
        var fleet = new Fleet
        {
            Seed = seed,
            Planted = planted,
            Workers = workers,
            Jobs = jobs,
            Transient = random.Next(3) == 0 ? 0 : random.NextDouble() * 0.1,
            IsBad = BadJobs(random, planted, jobs),
            JobFailuresAreKnown = random.Next(2) == 0,
            Takes = takes,
            FailsIn = takes * Math.Pow(10, random.NextDouble() * 2 - 1.5),
        };
        if (planted is Planted.BadSlot or Planted.BadSlotAndBadJobs or Planted.OutageAndBadSlot)
        {
            fleet = fleet with
            {
                BadWorker = random.Next(1, workers + 1),
                BadWorkerFails = random.Next(3) == 0 ? 0.8 + random.NextDouble() * 0.2 : 1,
                BreaksAtJob = random.Next(2) == 0 ? 0 : random.Next(jobs / 3),
                HealsAfter =
                    random.Next(2) == 0 || planted == Planted.OutageAndBadSlot
                        ? double.PositiveInfinity
                        : takes * jobs / workers / 2,
            };
        }

        return planted is Planted.Outage or Planted.OutageAndBadSlot
            ? fleet with
            {
                OutageAtJob = random.Next(jobs / 2),
                // Long enough for ten jobs to meet it.
                OutageLasts = Math.Max(60, fleet.FailsIn * 30) * (1 + random.NextDouble() * 9),
            }
            : fleet;
    }

    // Scattered, in a stretch, or half of all.
    private static bool[] BadJobs(Random random, Planted planted, int jobs)
    {
        var bad = new bool[jobs];
        if (planted is not (Planted.BadJobs or Planted.BadSlotAndBadJobs))
        {
            return bad;
        }

        var kind = planted == Planted.BadSlotAndBadJobs ? 0 : random.Next(3);
        var share = kind == 2 ? 0.5 : random.NextDouble() * 0.2;
        var start = kind == 1 ? random.Next(jobs) : 0;
        for (var job = 0; job < jobs; job++)
        {
            bad[job] =
                kind == 1
                    ? job >= start && job < start + 3 + share * 30
                    : random.NextDouble() < share;
        }

        return bad;
    }
}
