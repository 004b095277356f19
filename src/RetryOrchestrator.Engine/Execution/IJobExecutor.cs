using RetryOrchestrator.Engine.Guards;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Engine.Execution;

/// <summary>
/// Executes attempts. One instance serves a whole run; <see cref="ExecuteAsync"/> is called
/// concurrently, but never twice at once for the same <see cref="Attempt.Worker"/>, so what a
/// worker reuses (a runspace, a session) can be kept by worker number.
/// </summary>
/// <remarks>
/// The outcome is a value. An exception that escapes is a fault of the executor; the engine
/// records it as a failed attempt and classifies it by its type. Causes map as follows:
/// <list type="table">
/// <item><term>exit code 0, a script that ends without error</term><description>Succeeded</description></item>
/// <item><term>a category stated by the job (helper cmdlet, flow step)</term><description>Failed with DeclaredCategory</description></item>
/// <item><term>a timeout, socket or I/O error, a dead session or device</term><description>Failed with the exception: infrastructure</description></item>
/// <item><term>a file of the job that is missing</term><description>Failed with FileNotFoundException: input</description></item>
/// <item><term>any other exit code or exception</term><description>Failed with message and code: the rules decide</description></item>
/// <item><term>Stop was signalled and the work ended for it</term><description>Cancelled (the engine turns it into a timeout when the time limit was the reason)</description></item>
/// <item><term>no device or session to be had</term><description>Deferred</description></item>
/// <item><term>no process, thread or open file to be had</term><description>Deferred, until others have ended</description></item>
/// </list>
/// </remarks>
public interface IJobExecutor : IAsyncDisposable
{
    /// <summary>What the configuration block shows, such as <c>python post.py {account}</c>.</summary>
    string Description { get; }

    /// <summary>Whether no job is really run: its state is then kept apart from real ones.</summary>
    bool IsSimulated => false;

    /// <summary>
    /// How many attempts a worker may hold claimed at once, from 1: the one it runs, and others
    /// whose claims are durable already when it ends. Made use of only while attempts are so short
    /// that workers would mostly wait for commits, and only where marks (<see
    /// cref="Storage.IBeginMarks"/>) can tell after a crash which of them had begun, or where
    /// nothing is really run.
    /// </summary>
    int ClaimAhead => 1;

    /// <summary>
    /// The most attempts this executor can serve at once (devices, say); null for no limit. Asked
    /// once a pass, after <see cref="BeginPassAsync"/>.
    /// </summary>
    int? MaxConcurrency => null;

    /// <summary>
    /// Processor time that it costs to have one worker more, most of it in
    /// <see cref="OpenWorkerAsync"/>; zero when it is nothing beside an attempt. Where it is more,
    /// not all workers are opened at once, but only as many as pay.
    /// </summary>
    TimeSpan OpeningCost => TimeSpan.Zero;

    /// <summary>
    /// Looks anew at what the executor can use, before the workers of a pass are counted: a device
    /// that came back in the wait is one more. What cannot be looked at is told by the attempts.
    /// </summary>
    /// <param name="pass">The pass that begins, from 1.</param>
    /// <param name="stop">The run's stop: it need not be waited for any longer. Nothing is thrown.</param>
    ValueTask BeginPassAsync(int pass, CancellationToken stop) => ValueTask.CompletedTask;

    /// <summary>
    /// Gets ready what a worker reuses, before its first attempt in a pass, so that the attempt's
    /// time is its own; when that is ready from the pass before, nothing. What goes wrong here may
    /// go wrong again in the attempt, whose failure it then is; an exception is not reported.
    /// </summary>
    /// <param name="worker">The worker, from 1.</param>
    /// <param name="enough">
    /// It need not be waited for any longer: the run was stopped, or the time limit of an attempt is
    /// over.
    /// </param>
    ValueTask OpenWorkerAsync(int worker, CancellationToken enough) => ValueTask.CompletedTask;

    /// <summary>
    /// What attempts left at work that succeeded, as far as it was found out since this was asked last;
    /// it is left alone. Asked by one thread at a time, often; it must cost next to nothing.
    /// </summary>
    /// <param name="passIsOver">Whether it is to be found out now for all.</param>
    IReadOnlyList<AttemptLeftovers> TakeLeftovers(bool passIsOver) => [];

    /// <summary>
    /// Says which of its devices (<see cref="AttemptResult.Device"/>) may be given jobs from now on: those
    /// of which that has changed, and each on which an attempt did not succeed. One that failed is
    /// to be given to nobody until then. Returns at once.
    /// </summary>
    /// <param name="orders">The devices, each with what may be done with it.</param>
    void Obey(IReadOnlyList<DeviceOrder> orders) { }

    /// <summary>Runs one attempt to its end. Returns soon after <see cref="StopSignals.Kill"/>.</summary>
    ValueTask<AttemptResult> ExecuteAsync(Attempt attempt, StopSignals signals);
}
