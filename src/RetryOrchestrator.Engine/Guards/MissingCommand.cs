using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Guards;

/// <summary>
/// Whether what runs the jobs is there at all. What cannot be started for one job can be started
/// for none: the run stops itself before it has burnt the list. That a command inside of the jobs'
/// own script is missing may be one job's affair: then several different jobs in a row have to say
/// so. Decides from what it is told alone, in the order in which attempts end.
/// </summary>
/// <remarks>Not thread-safe: the coordinator of a pass owns it.</remarks>
/// <param name="due">The jobs due in the pass.</param>
internal sealed class MissingCommand(int due)
{
    /// <summary>Different jobs in a row that must say so, where the list has as many.</summary>
    public const int Several = 5;

    private readonly HashSet<string> _inARow = new(StringComparer.Ordinal);

    // Of a short list, all of it; one job alone says nothing of others.
    private readonly int _needed = Math.Clamp(due, 2, Several);

    /// <summary>Takes note of the end of an attempt.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="verdict">How it ended.</param>
    /// <returns>Why the run is to stop, or null.</returns>
    public RunHalt? Observe(string jobId, AttemptVerdict verdict)
    {
        switch (verdict)
        {
            case { Outcome: AttemptOutcome.Failed, Failure: { ConcernsEveryJob: true } failure }:
                return new RunHalt(
                    failure.Type == Failure.CommandNotFoundType
                        ? ErrorIds.CommandNotFound
                        : ErrorIds.ProgramNotStarted,
                    "what runs the jobs cannot be started",
                    failure.Message
                );
            case {
                Outcome: AttemptOutcome.Failed,
                Failure: { Type: Failure.CommandNotFoundType } failure
            }:
                _inARow.Add(jobId);
                return _inARow.Count < _needed
                    ? null
                    : new RunHalt(
                        ErrorIds.CommandNotFound,
                        $"a command was not found by {_inARow.Count} different jobs in a row",
                        failure.Message
                    );
            // What was stopped or could not begin says nothing about commands.
            case { Outcome: AttemptOutcome.Success or AttemptOutcome.Failed }:
                _inARow.Clear();
                return null;
            default:
                return null;
        }
    }
}
