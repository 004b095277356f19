namespace RetryOrchestrator.Engine.Storage;

/// <summary>
/// Marks beside the state that say which claimed attempts have begun. They make it safe to claim
/// short attempts ahead of time: after a crash a claim without a mark is taken back as if it had
/// never been, instead of counting as interrupted.
/// </summary>
/// <remarks>
/// A mark has to outlive this process, not the machine: it is far cheaper than a commit. After a
/// power loss or a restart of the machine marks say nothing, and every claim counts as begun.
/// </remarks>
public interface IBeginMarks : IDisposable
{
    /// <summary>What a run that was cut off left here, or null when it left nothing readable.</summary>
    BegunAttempts? Read();

    /// <summary>
    /// Makes room for a run's marks, in place of those of an earlier one: everything that these
    /// could tell must have been acted on, durably.
    /// </summary>
    /// <param name="state">The identity of the state.</param>
    /// <param name="hold">The run's membership of it (<see cref="Membership.Id"/>).</param>
    /// <param name="bootId">The machine's present boot (<see cref="Execution.IProcessTable.BootId"/>).</param>
    /// <param name="workers">How many workers will mark.</param>
    /// <returns>False where no marks can be made: then nothing may be claimed ahead.</returns>
    bool TryOpen(string state, long hold, string bootId, int workers);

    /// <summary>
    /// Marks that an attempt begins, and with it every earlier one of that worker. Called by the
    /// worker, before it does anything for the attempt.
    /// </summary>
    /// <param name="worker">The worker, from 1.</param>
    /// <param name="attemptId">The attempt; a worker's ids only rise.</param>
    /// <exception cref="StateException">The mark cannot be made: the attempt must not begin.</exception>
    void Mark(int worker, long attemptId);

    /// <summary>
    /// Marks that an attempt is about to be shown as begun, though its worker may be a moment
    /// behind: what was shown is not taken back. Called by the coordinator; each of the two kinds
    /// of mark has one writer.
    /// </summary>
    /// <param name="worker">The worker, from 1.</param>
    /// <param name="attemptId">The attempt; a worker's ids only rise.</param>
    /// <exception cref="StateException">The mark cannot be made: it must not be shown.</exception>
    void MarkShown(int worker, long attemptId);

    /// <summary>Removes the marks: nothing is claimed any more.</summary>
    void Clear();
}
