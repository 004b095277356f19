using RetryOrchestrator.Engine.Guards;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Engine.Execution;

/// <summary>
/// How many attempts failed in a row for what may be the worker's fault. A worker counts its own, so
/// that one that is broken does not fail a whole batch of short jobs before anybody can see it; the
/// coordinator counts the same from its reports.
/// </summary>
internal struct FailureRow
{
    // The longer a row has gone on without the worker being set aside, the less its next failures
    // say: it may go on by an eighth of itself before it is looked at again. Where all jobs fail,
    // and no worker is to blame, claims are soon made in batches again.
    private const int PartUnseen = 8;

    private int _length;

    /// <summary>Whether they are as many as a worker may lose before it is looked at.</summary>
    public readonly bool IsLong => _length >= SlotTest.Least;

    /// <summary>How many attempts the worker may hold; the last runs before the first is known.</summary>
    /// <param name="most">How many it could hold if it did not fail.</param>
    public readonly int Room(int most) => IsLong ? Math.Min(most, 1 + _length / PartUnseen) : most;

    /// <summary>Whether an attempt is to be given back unbegun, because too little was known when it was given.</summary>
    /// <param name="known">How many of the worker's reports were known then.</param>
    /// <param name="reported">How many there are.</param>
    public readonly bool MakesStale(long known, long reported) =>
        IsLong && reported - known > _length / PartUnseen;

    /// <summary>Counts an end.</summary>
    public void Note(AttemptVerdict verdict)
    {
        switch (AttemptEvidence.BearingOf(verdict.Outcome, verdict.Failure?.Category))
        {
            case Bearing.Success:
                _length = 0;
                break;
            case Bearing.Failure:
                _length++;
                break;
        }
    }
}
