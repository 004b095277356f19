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
    private int _length;

    /// <summary>Whether they are as many as a worker may lose before it is looked at.</summary>
    public readonly bool IsLong => _length >= SlotTest.Least;

    /// <summary>Counts an end.</summary>
    /// <returns>Whether it is one more failure.</returns>
    public bool Note(AttemptVerdict verdict)
    {
        switch (AttemptEvidence.BearingOf(verdict.Outcome, verdict.Failure?.Category))
        {
            case Bearing.Success:
                _length = 0;
                return false;
            case Bearing.Failure:
                _length++;
                return true;
            default:
                return false;
        }
    }
}
