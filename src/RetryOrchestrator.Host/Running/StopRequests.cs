using System.Management.Automation;
using System.Runtime.InteropServices;
using RetryOrchestrator.Host.Display;

namespace RetryOrchestrator.Host.Running;

/// <summary>
/// Ctrl+C, SIGTERM and SIGHUP. The first asks a live run to stop as the module itself does, so
/// that the summary of the pass it cuts off is still shown: a pipeline that PowerShell stops
/// drops what is written afterwards. A second Ctrl+C ends the process at once.
/// </summary>
internal sealed class StopRequests : IDisposable
{
    /// <summary>
    /// Under this name the module offers an <see cref="Action"/> while a run is live. The host has
    /// no other way to it: it must not reference the module's assemblies.
    /// </summary>
    public const string HookName = "RetryOrchestrator.RequestStop";

    private static readonly TimeSpan HookLimit = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly ConsoleText _console;
    private readonly List<PosixSignalRegistration> _registrations;
    private PowerShell? _running;

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
    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private void OnSignal(PosixSignalContext signal)
    {
        signal.Cancel = true;
        lock (_gate)
        {
            if (Requested)
            {
                // A closing terminal may send its signal twice; only a person means it.
                if (signal.Signal is PosixSignal.SIGINT)
                {
                    Environment.Exit((int)ExitCode.Stopped);
                }

                return;
            }

            Requested = true;
        }

        _console.Alert("Stopping. Ctrl+C again ends everything at once.", Palette.Warning);
        if (!AskRun())
        {
            StopPipeline();
        }
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
