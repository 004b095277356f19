using System.Management.Automation;
using System.Runtime.InteropServices;
using RetryOrchestrator.Host.Display;

namespace RetryOrchestrator.Host.Running;

/// <summary>
/// Ctrl+C, SIGTERM and SIGHUP. The first asks a live run to stop as the module itself does, so
/// that the summary of the pass it cuts off is still shown: a pipeline that PowerShell stops
/// drops what is written afterwards. A second Ctrl+C has what still runs ended by force, so that
/// nothing is left at work; the process is gone soon after, whatever happens.
/// </summary>
internal sealed class StopRequests : IDisposable
{
    /// <summary>
    /// Under this name the module offers an <see cref="Action"/> while a run is live. The host has
    /// no other way to it: it must not reference the module's assemblies.
    /// </summary>
    public const string HookName = "RetryOrchestrator.RequestStop";

    private static readonly TimeSpan HookLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ForceLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DrawLimit = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly ConsoleText _console;
    private readonly List<PosixSignalRegistration> _registrations;
    private PowerShell? _running;
    private ITimer? _end;
    private int _interrupts;

    /// <summary>Listens from now on.</summary>
    public StopRequests(ConsoleText console)
    {
        _console = console;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal),
        ];
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
        _registrations.ForEach(registration => registration.Dispose());
        _end?.Dispose();
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
            interrupts = !first && signal.Signal is PosixSignal.SIGINT ? ++_interrupts : 0;
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
    }

    private void Stop()
    {
        _console.Alert("Stopping. Ctrl+C again ends everything at once.", Palette.Warning);
        if (!AskRun())
        {
            StopPipeline();
        }
    }

    private void Force()
    {
        _end = TimeProvider.System.CreateTimer(
            _ => End(),
            null,
            ForceLimit,
            Timeout.InfiniteTimeSpan
        );
        if (!AskRun())
        {
            End();
        }
    }

    private void End()
    {
        // Whoever writes at this moment may hold on to the console for ever.
        _ = Task.Run(_console.EndProgress).Wait(DrawLimit);
        Environment.Exit((int)ExitCode.Stopped);
    }

    private static bool AskRun()
    {
        if (AppContext.GetData(HookName) is not Action requestStop)
        {
            return false;
        }

        try
        {
            return Task.Run(requestStop).Wait(HookLimit);
        }
        catch (AggregateException)
        {
            return false; // the pipeline is stopped instead
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
