using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Engine.Storage;

/// <summary>
/// The write path of the state, held by one live run. Called from one thread at a time. Every
/// method that changes something returns only when the change is durable to power loss; a reader
/// (<see cref="IStateReader"/>) sees it whole or not at all.
/// </summary>
/// <remarks>
/// A state changes only from the states it may change from: a violation is a fault of the caller
/// and throws <see cref="InvalidOperationException"/>. Faults of the machine (disk full, file
/// locked, file gone) throw <see cref="StateException"/>.
/// </remarks>
public interface IRunStore : IDisposable
{
    /// <summary>Where the state is, for messages.</summary>
    string Path { get; }

    /// <summary>A random word that tells this state from every other; it never changes.</summary>
    string Identity { get; }

    /// <summary>Becomes the one live run of this state.</summary>
    /// <exception cref="LiveRunException">Another live run holds it.</exception>
    void Acquire(RunOwner owner);

    /// <summary>Whether its last run was a simulation; null before the first.</summary>
    bool? IsSimulated { get; }

    /// <summary>Begins to take in a list of jobs; nothing changes until it is completed.</summary>
    IIntakeSession BeginIntake();

    /// <summary>The fingerprint of the list taken in last, or null.</summary>
    string? IntakeFingerprint { get; }

    /// <summary>
    /// Resumes the run that was cut off, or starts a fresh one. A fresh run gives earlier
    /// <c>infrastructure</c>, <c>unknown</c> and <c>input</c> failures and whatever was still
    /// <c>retrying</c> a new budget (status <c>pending</c>), unless <see cref="RunStart.NewJobsOnly"/>:
    /// then what was <c>retrying</c> becomes <c>failed</c>.
    /// </summary>
    OpenedRun OpenRun(RunStart start);

    /// <summary>Where all jobs stand.</summary>
    JobTally CountJobs();

    /// <summary>Begins a pass or takes up the one that was cut off.</summary>
    OpenedPass BeginPass(int pass, int maxPasses, DateTimeOffset at);

    /// <summary>
    /// Gets ready to hand out the jobs that are due in the pass that was begun, in file order:
    /// <c>pending</c> or <c>retrying</c>, and not attempted in it before.
    /// </summary>
    /// <param name="suspectsRunAlone">
    /// Whether suspects are handed out last, and only with nothing else at work; else they are as others.
    /// </param>
    DueJobs EnterPass(bool suspectsRunAlone);

    /// <summary>The jobs of the list that are uncertain, in file order.</summary>
    IReadOnlyList<UncertainJob> ReadUncertain();

    /// <summary>
    /// Records what was answered about jobs that are uncertain, and what that makes of them. Outside
    /// of a pass; the numbers of one that was stopped or cut off follow.
    /// </summary>
    void RecordAnswers(IReadOnlyList<VerifiedJob> answers, DateTimeOffset at);

    /// <summary>
    /// One turn of the pass: what the member tells becomes durable together with the claims of the
    /// jobs that it is handed for the room it has. A job of an account is handed out only while no
    /// other of that account is at work.
    /// </summary>
    /// <remarks>
    /// What is refused as busy may be asked again with the same request, and comes to the same.
    /// </remarks>
    Turn Exchange(TurnRequest request);

    /// <summary>
    /// Keeps the summary and ends the pass. In the same step the run becomes waiting
    /// (<see cref="PassResults.GoesOn"/>), stopped
    /// (<see cref="PassResult.Cancelled"/>) or completed (all others).
    /// </summary>
    /// <param name="summary">The pass.</param>
    /// <param name="nextPassAt">When the next pass starts, if one will.</param>
    void EndPass(RetryPassSummary summary, DateTimeOffset? nextPassAt);

    /// <summary>Closes the run outside a pass: stopped in a wait, or nothing was left to do.</summary>
    void CloseRun(RunClosing closing, DateTimeOffset at);

    /// <summary>Says that the run is alive, and asks whether another process wants it to stop.</summary>
    /// <returns>True when a stop was requested.</returns>
    bool Heartbeat(DateTimeOffset at);

    /// <summary>
    /// Whether another process wants the run to stop: a mere look, cheaper than
    /// <see cref="Heartbeat"/> and so taken more often.
    /// </summary>
    bool IsStopRequested();
}
