using System.Runtime.InteropServices;

namespace RetryOrchestrator.Module.Pipeline;

/// <summary>
/// The signals that would end the process while a run is live: SIGTERM, which supervisors send, and
/// SIGHUP, which comes when the terminal is closed or its connection lost. They stop the run in
/// order first, and do what they do afterwards (<see cref="ProcessEnd"/>). A signal that was ignored
/// when the process began, as <c>nohup</c> has it, stays ignored.
/// </summary>
internal sealed class EndingSignals : IDisposable
{
    // Windows ends the process soon after a closed window anyway; so long it lets a handler work.
    private static readonly TimeSpan LongestOnWindows = TimeSpan.FromSeconds(30);

    private readonly Action _stop;
    private readonly ManualResetEventSlim _putAway = new();
    private readonly List<PosixSignalRegistration> _registrations;
    private PosixSignal? _came;

    /// <summary>Listens from now on.</summary>
    /// <param name="stop">Asks the run to stop; safe from every thread, and returns soon.</param>
    public EndingSignals(Action stop)
    {
        _stop = stop;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal),
        ];
    }

    /// <summary>The run has ended and all is written: a signal that came may end the process.</summary>
    public void PutAway()
    {
        _putAway.Set();
        if (_came is { } signal)
        {
            ProcessEnd.Comes(signal);
        }
    }

    /// <summary>Listens no longer.</summary>
    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private void OnSignal(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _came ??= signal.Signal;
        _stop();
        if (OperatingSystem.IsWindows())
        {
            // The process ends when this returns.
            _putAway.Wait(LongestOnWindows);
        }
    }
}
