namespace RetryOrchestrator.Engine.Summary;

/// <summary>Something a guard did in a run, and why.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Pass">The pass, from 1.</param>
/// <param name="Subject">What it is about: <c>worker 2</c>, <c>job v17</c>, <c>run</c>.</param>
/// <param name="Action">What it did, in a word or two, such as <c>set aside</c> or <c>held</c>.</param>
/// <param name="Detail">Why, and what follows, in words.</param>
public readonly record struct OrchestratorGuardAct(
    DateTimeOffset At,
    int Pass,
    string Subject,
    string Action,
    string Detail
)
{
    /// <summary>What it is about.</summary>
    public string Subject { get; init; } = Safe.Name(Subject)!;

    /// <summary>Why, and what follows, in words.</summary>
    public string Detail { get; init; } = Safe.Text(Detail)!;

    /// <summary>The moment as invariant text, for exports: <c>2026-03-01T20:15:00.1234567+00:00</c>.</summary>
    public string AtUtc => Exact.Utc(At);

    /// <summary>In one line: <c>worker 2 set aside: …</c>.</summary>
    public override string ToString() =>
        Detail.Length == 0 ? $"{Subject} {Action}" : $"{Subject} {Action}: {Detail}";
}
