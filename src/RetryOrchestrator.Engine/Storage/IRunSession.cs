using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Engine.Storage;

/// <summary>
/// A member's work on a state, from joining to leaving, in this order: join, take in the list, open
/// the run, then for every pass enter it, line up its jobs, exchange turns, and close it. Called from
/// one thread at a time. Every method that changes something returns only when the change is durable
/// to power loss; a reader (<see cref="IStateReader"/>) sees it whole or not at all.
/// </summary>
/// <remarks>
/// A state changes only from the states it may change from: a violation is a fault of the caller
/// and throws <see cref="InvalidOperationException"/>. Faults of the machine (disk full, file
/// locked, file gone) throw <see cref="StateException"/>.
/// </remarks>
public interface IRunSession : IDisposable
{
    /// <summary>Where the state is, for messages.</summary>
    string Address { get; }

    /// <summary>A random word that tells this state from every other; it never changes.</summary>
    string Identity { get; }

    /// <summary>Becomes a member: the only one, where the state admits no second beside it.</summary>
    /// <exception cref="LiveRunException">Another member is at work, and there may be only one.</exception>
    Membership Join(Member me);

    /// <summary>Whether its last run was a simulation; null before the first.</summary>
    bool? IsSimulated { get; }

    /// <summary>Begins to take in a list of jobs; nothing changes until it is completed.</summary>
    IIntakeSession BeginIntake();

    /// <summary>The fingerprint of the list taken in last, or null.</summary>
    string? IntakeFingerprint { get; }

    /// <summary>
    /// Resumes the run that was cut off, or starts a fresh one. A fresh run gives earlier
    /// <c>infrastructure</c>, <c>unknown</c> and <c>input</c> failures and whatever was still
    /// <c>retrying</c> a new budget (status <c>pending</c>), unless <see cref="RunTerms.NewJobsOnly"/>:
    /// then what was <c>retrying</c> becomes <c>failed</c>.
    /// </summary>
    /// <param name="terms">What the run is worked on under from now on.</param>
    /// <param name="at">Now, UTC.</param>
    OpenedRun Open(RunTerms terms, DateTimeOffset at);

    /// <summary>Where all jobs stand.</summary>
    JobTally CountJobs();

    /// <summary>
    /// Goes on with the run, outside of a pass: takes up the pass that was cut off or stopped, or
    /// begins the next, if it is time for it. When nothing is due any more, or the passes are used
    /// up, the run is completed instead; a pass that was cut off is ended first, under any limit.
    /// </summary>
    /// <param name="at">
    /// Now, UTC. Who was told to wait and has done so need not wait longer because the clock was set
    /// back meanwhile.
    /// </param>
    PassTurn Enter(DateTimeOffset at);

    /// <summary>
    /// Gets ready to hand out the jobs that are due in the pass that was entered, in file order:
    /// <c>pending</c> or <c>retrying</c>, and not attempted in it before. Suspects come last, and
    /// alone, where the terms say so (<see cref="RunTerms.SuspectsRunAlone"/>).
    /// </summary>
    DueJobs LineUp();

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
    /// Closes the pass and keeps its summary, in one step with what becomes of the run: it waits
    /// (<see cref="PassResults.GoesOn"/>), or is stopped (<see cref="PassResult.Cancelled"/>), or
    /// completed (all others). One closes a pass: who comes later is told what the first made of it.
    /// </summary>
    /// <param name="pass">The pass; none of its attempts may be open.</param>
    /// <param name="summarize">Makes its summary of where it stands; asked again when the state was busy.</param>
    ClosedPass TryClose(int pass, Func<RunNumbers, RetryPassSummary> summarize);

    /// <summary>
    /// Leaves the run outside of a pass because the operator stopped it: the next start resumes it.
    /// </summary>
    void Leave(DateTimeOffset at);

    /// <summary>Says that the member is alive, and hears what is asked of it.</summary>
    Pulse Beat(DateTimeOffset at);

    /// <summary>
    /// Hears the same without saying anything: cheaper than <see cref="Beat"/> and so done more often.
    /// </summary>
    Pulse Glance();
}
