using RetryOrchestrator.Proof.Tests.Support;

namespace RetryOrchestrator.Proof.Tests.Stop;

/// <summary>A host at work, and how things stood when it was started.</summary>
/// <param name="Jobs">What it runs.</param>
/// <param name="Host">The host.</param>
/// <param name="LinesBefore">How much the witness had written down.</param>
/// <param name="Nth">Which of several like occasions is meant, from 1.</param>
internal sealed record Sitting(StubbornJobs Jobs, ILiveHost Host, int LinesBefore, int Nth)
{
    /// <summary>How often the witness has seen something since.</summary>
    public int Saw(string what) =>
        Jobs.Witness.Read().Skip(LinesBefore).Count(line => line.Event == what);
}

/// <summary>A moment to be stopped in.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Within">The stop comes by chance within so many milliseconds after it.</param>
/// <param name="HasCome">Whether it has come.</param>
internal sealed record StopMoment(string Name, int Within, Predicate<Sitting> HasCome)
{
    /// <summary>
    /// Whether the jobs end by themselves, so that pass follows pass; else some are at work until
    /// they are killed.
    /// </summary>
    public bool JobsEnd { get; init; }

    /// <summary>The wait between passes, in which nothing is at work.</summary>
    public int RetryDelaySeconds { get; init; }

    /// <summary>Every moment.</summary>
    public static IReadOnlyList<StopMoment> All { get; } =
    [
        new("right at start", 400, _ => true),
        new("at any time", 1500, _ => true),
        new("when a program has started", 50, s => s.Saw(Witness.Start) > 0),
        new("with a child at work", 300, s => s.Saw(StubbornJobs.ChildStart) > 0),
        new("when a job has ended", 20, s => s.Saw(Witness.End) >= s.Nth) { JobsEnd = true },
        new("in a pass's first milliseconds", 20, s => s.Host.Says("PASS ") >= s.Nth)
        {
            JobsEnd = true,
        },
        new("in the wait", 1200, s => s.Host.Says("WAITING") > 0)
        {
            JobsEnd = true,
            RetryDelaySeconds = 60,
        },
    ];
}
