using System.Management.Automation;
using System.Runtime.InteropServices;
using RetryOrchestrator.Host.Display;

namespace RetryOrchestrator.Host.Running;

/// <summary>
/// Ctrl+C, SIGTERM and SIGHUP. The first asks a live run to stop as the module itself does, so
/// that the summary of the pass it cuts off is still shown: a pipeline that PowerShell stops
/// drops what is written afterwards. A second Ctrl+C has what still runs ended by force, so that
/// nothing is left at work; the process is gone soon after, whatever happens. So it is after a
/// run was stopped, from here or from elsewhere, and nobody reads what is still to be shown.
/// </summary>
internal sealed class StopRequests : IDisposable
{
    private static readonly TimeSpan ForceLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DrawLimit = TimeSpan.FromSeconds(1);

    // How often it looks, and how long a write may wait for its reader once the run is stopped.
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan UnreadLimit = TimeSpan.FromSeconds(3);
    private const int LooksOfGrace = 10;

    // Windows ends the process soon after a closed window anyway; so long it lets a handler work.
    private static readonly TimeSpan LongestOnWindows = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly ConsoleText _console;
    private readonly List<PosixSignalRegistration> _registrations;
    private readonly ManualResetEventSlim _over = new();
    private PowerShell? _running;
    private int _interrupts;
    private int _looks;

    /// <summary>Listens from now on.</summary>
    public StopRequests(ConsoleText console)
    {
        _console = console;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGQUIT, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal),
        ];
        OwnThread.Start(
            "Orchestrator looks",
            () =>
            {
                while (!_over.Wait(LookInterval))
                {
                    Look();
                }
            }
        );
    }

    /// <summary>Whether a stop was asked for.</summary>
    public bool Requested { get; private set; }

    /// <summary>Runs a pipeline that a signal can stop; not at all when one came before.</summary>
    public void Run(PowerShell shell, Action invoke)
    {
        lock (_gate)
        {
            if (Requested)
            {
                return;
            }

            _running = shell;
        }

        try
        {
            invoke();
        }
        finally
        {
            lock (_gate)
            {
                _running = null;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _over.Set();
        _registrations.ForEach(registration => registration.Dispose());
    }

    private void OnSignal(PosixSignalContext signal)
    {
        signal.Cancel = true;
        bool first;
        int interrupts;
        lock (_gate)
        {
            first = !Requested;
            Requested = true;
            // A closing terminal may send its signal twice; only a person means it.
            interrupts = !first && IsTyped(signal) ? ++_interrupts : 0;
        }

        if (first)
        {
            Stop();
        }
        else if (interrupts == 1)
        {
            Force();
        }
        else if (interrupts > 1)
        {
            End();
        }

        if (OperatingSystem.IsWindows() && !IsTyped(signal))
        {
            // The process ends when this returns.
            _over.Wait(LongestOnWindows);
        }
    }

    // Ctrl+C and Ctrl+\, or Ctrl+Break.
    private static bool IsTyped(PosixSignalContext signal) =>
        signal.Signal is PosixSignal.SIGINT or PosixSignal.SIGQUIT;

    private void Stop()
    {
        ModuleRuns.BeginNoMore();
        // Beside it: who writes now may be waiting for a terminal that nobody reads.
        OwnThread.Start(
            "Orchestrator says",
            () => _console.Alert("Stopping. Ctrl+C again ends everything at once.", Palette.Warning)
        );
        if (!ModuleRuns.AskToStop())
        {
            StopPipeline();
        }
    }

    private void Force()
    {
        OwnThread.Start(
            "Orchestrator end",
            () =>
            {
                if (!_over.Wait(ForceLimit))
                {
                    End();
                }
            }
        );
        if (!ModuleRuns.AskToStop())
        {
            End();
        }
    }

    private void End()
    {
        // Whoever writes at this moment may hold on to the console for ever.
        OwnThread.Does("Orchestrator draws", _console.EndProgress, DrawLimit);
        Environment.Exit((int)ExitCode.Stopped);
    }

    private void Look()
    {
        if (ModuleRuns.AreLive || !(Requested || ModuleRuns.WereStopped))
        {
            return;
        }

        if (_console.WaitingFor >= UnreadLimit)
        {
            End();
        }

        // A script that goes on after its run: it had the time to end by itself.
        if (Requested && ++_looks == LooksOfGrace)
        {
            StopPipeline();
        }
    }

    private void StopPipeline()
    {
        lock (_gate)
        {
            // Does not wait: the pipeline's end may need this very signal thread.
            _running?.BeginStop(null, null);
        }
    }
}
