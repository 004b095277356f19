namespace RetryOrchestrator.Engine.Guards;

/// <summary>Attempts that succeeded or failed.</summary>
/// <param name="Count">All of them.</param>
/// <param name="Failed">Those that failed.</param>
internal readonly record struct Tries(double Count, double Failed)
{
    /// <summary>Those that succeeded.</summary>
    public double Succeeded => Count - Failed;

    /// <summary>
    /// How often an attempt fails, between 0 and 1 and never either: half a failure is presumed, so
    /// that a few successes prove little.
    /// </summary>
    public double FailureRate => (Failed + 0.5) / (Count + 1);

    /// <summary>With one more.</summary>
    public Tries With(bool failed) => new(Count + 1, Failed + (failed ? 1 : 0));

    /// <summary>Without so many failures.</summary>
    public Tries WithoutFailures(int failures) => new(Count - failures, Failed - failures);

    /// <summary>
    /// The logarithm of how likely it is that one more fails after so many that did, when all that is
    /// known beside them is these: each that fails makes the next one likelier to (the predictive of a
    /// beta distribution), so that little knowledge never makes a long row look impossible.
    /// </summary>
    /// <param name="inARow">How many failed before it in the row.</param>
    public double LogOfFailingAfter(int inARow) => Math.Log((Failed + inARow) / (Count + inARow));
}
