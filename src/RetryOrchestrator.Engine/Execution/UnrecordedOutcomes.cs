using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Engine.Execution;

/// <summary>
/// What attempts came to that the state does not have yet. While a lock keeps it out it is kept
/// beside the state, so that what was done is not done again even when this process is killed.
/// </summary>
/// <param name="place">Where it is kept; null: nowhere.</param>
/// <param name="state">The identity of the state.</param>
/// <remarks>Not thread-safe: of the thread that uses the store.</remarks>
internal sealed class UnrecordedOutcomes(IKeptOutcomes? place, string state)
{
    private Func<IEnumerable<WorkerReport>> _reports = () => [];
    private IReadOnlyList<long> _kept = [];

    /// <summary>Where they are kept, for messages; null when nowhere.</summary>
    public string? Place => place?.Place;

    /// <summary>How many there were when they were last to be kept.</summary>
    public int Count { get; private set; }

    /// <summary>Says what is not recorded at any time.</summary>
    /// <param name="reports">Reads the reports that are not durable.</param>
    public void Follow(Func<IEnumerable<WorkerReport>> reports) => _reports = reports;

    /// <summary>Keeps all there are, unless just these are kept already.</summary>
    /// <returns>Whether they are kept.</returns>
    public bool TryKeep()
    {
        var outcomes = _reports()
            .Where(report => report is { Began: true, Fault: null })
            .Select(report => new KeptOutcome(
                report.AttemptId,
                report.Verdict.Outcome,
                report.Verdict.Failure,
                report.Verdict.Checkpoint
            ))
            .ToList();
        Count = outcomes.Count;
        var attempts = outcomes.ConvertAll(outcome => outcome.AttemptId);
        if (attempts.SequenceEqual(_kept))
        {
            return true;
        }

        if (place?.TryKeep(state, outcomes) != true)
        {
            return false;
        }

        _kept = attempts;
        return true;
    }

    /// <summary>Keeps all there are, after the state could not be written any more.</summary>
    /// <param name="fault">Why it could not.</param>
    /// <returns>The fault, with what became of the outcomes.</returns>
    public StateException KeepAfter(StateException fault)
    {
        var areKept = TryKeep();
        if (Count == 0 || Place is null)
        {
            return fault;
        }

        var what = Count == 1 ? "outcome of 1 attempt" : $"outcomes of {Count} attempts";
        return new StateException(
            fault.ErrorId,
            areKept
                ? $"{fault.Message} The {what} that could not be recorded any more: kept in "
                    + $"'{Place}', from where the next start records them."
                : $"{fault.Message} The {what} could not be kept either: their jobs count as cut off, "
                    + "and are run again by the next start, but for those past their checkpoint.",
            fault
        );
    }

    /// <summary>Some were recorded: only what is left stays kept.</summary>
    public void OnRecorded()
    {
        if (_kept.Count == 0)
        {
            return;
        }

        if (_reports().Any())
        {
            TryKeep();
            return;
        }

        place?.Clear();
        _kept = [];
    }
}
