namespace RetryOrchestrator.Engine.Execution;

/// <summary>
/// The two steps in which an attempt is ended from outside, because the operator stopped the run
/// or because the time limit passed. The executor need not know which: the engine does.
/// </summary>
/// <param name="Stop">Asks politely: finish or give up, and return.</param>
/// <param name="Kill">
/// Comes ShutdownTimeoutSeconds after <paramref name="Stop"/>, or as soon as the operator will not
/// wait that long: end it by force, with everything it started, and return.
/// </param>
public readonly record struct StopSignals(CancellationToken Stop, CancellationToken Kill);
