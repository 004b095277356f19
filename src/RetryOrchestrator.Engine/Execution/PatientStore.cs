using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Execution;

/// <summary>
/// A state that another program has locked is waited for: meanwhile nothing is claimed, attempts in
/// flight go on to their end, and what they came to is recorded when the lock is gone. What the
/// store refuses as busy it has not changed, so that it can be asked again.
/// </summary>
internal sealed class PatientStore(
    IRunSession inner,
    TimeProvider time,
    IEventSink events,
    RunStop stop,
    UnrecordedOutcomes unrecorded
) : IRunSession
{
    /// <summary>How long a lock is waited for: a backup of a large disk takes its time.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>The same from the operator's stop on.</summary>
    public static readonly TimeSpan PatienceWhenStopped = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public string Address => inner.Address;

    public string Identity => inner.Identity;

    public bool? IsSimulated => Ask(() => inner.IsSimulated);

    public string? IntakeFingerprint => Ask(() => inner.IntakeFingerprint);

    // Before the run is opened nothing is lost by giving up: the store's own patience is enough.
    public Membership Join(Member me) => inner.Join(me);

    public IIntakeSession BeginIntake() => inner.BeginIntake();

    public OpenedRun Open(RunTerms terms, DateTimeOffset at) => inner.Open(terms, at);

    public JobTally CountJobs() => Ask(inner.CountJobs);

    public PassTurn Enter(DateTimeOffset at) => Ask(() => inner.Enter(at));

    public DueJobs LineUp() => Ask(inner.LineUp);

    public IReadOnlyList<UncertainJob> ReadUncertain() => Ask(inner.ReadUncertain);

    public void RecordAnswers(IReadOnlyList<VerifiedJob> answers, DateTimeOffset at) =>
        Ask(() => inner.RecordAnswers(answers, at));

    public Turn Exchange(TurnRequest request) => Ask(() => inner.Exchange(request));

    public ClosedPass TryClose(int pass, Func<RunNumbers, RetryPassSummary> summarize) =>
        Ask(() => inner.TryClose(pass, summarize));

    public void Leave(DateTimeOffset at) => Ask(() => inner.Leave(at));

    public Pulse Beat(DateTimeOffset at) => Ask(() => inner.Beat(at));

    public Pulse Glance() => Ask(inner.Glance);

    public void Dispose() => inner.Dispose();

    private void Ask(Action act) =>
        Ask(() =>
        {
            act();
            return true;
        });

    private T Ask<T>(Func<T> act)
    {
        LockWait? wait = null;
        while (true)
        {
            try
            {
                var result = act();
                wait?.End();
                return result;
            }
            catch (StateException fault) when (fault.ErrorId == ErrorIds.StateBusy)
            {
                wait ??= new LockWait(time, events, inner.Address);
                if (wait.IsOver(stop.IsRequested))
                {
                    throw wait.GiveUp(fault);
                }

                // However long the wait becomes, whoever ends this process loses nothing.
                unrecorded.TryKeep();
            }

            using var pause = new CancellationTokenSource(Pause, time);
            pause.Token.WaitHandle.WaitOne();
        }
    }

    /// <summary>One wait for a lock, and what is said of it.</summary>
    private sealed class LockWait
    {
        private readonly TimeProvider _time;
        private readonly IEventSink _events;
        private readonly long _began;
        private long? _stopped;

        public LockWait(TimeProvider time, IEventSink events, string path)
        {
            _time = time;
            _events = events;
            _began = time.GetTimestamp();
            Say(
                $"The state '{path}' is locked by another program (a database browser, a backup). The run "
                    + $"waits for it, {Patience.TotalMinutes:0} minutes at most: nothing new is begun, attempts at "
                    + "work go on, and what they come to is recorded when the lock is gone."
            );
        }

        public bool IsOver(bool stopped)
        {
            if (stopped)
            {
                _stopped ??= _time.GetTimestamp();
            }

            return _time.GetElapsedTime(_began) >= Patience
                || (_stopped is { } at && _time.GetElapsedTime(at) >= PatienceWhenStopped);
        }

        public void End() =>
            Say($"The state is free again after {Waited} s of waiting. The run goes on.");

        public StateException GiveUp(StateException cause) =>
            new(
                cause.ErrorId,
                $"The run has ended early, after {Waited} s of waiting: {cause.Message}",
                cause
            );

        private string Waited =>
            FormattableString.Invariant($"{_time.GetElapsedTime(_began).TotalSeconds:0}");

        private void Say(string message) =>
            _events.Publish(new WarningRaised(_time.GetUtcNow(), message));
    }
}
