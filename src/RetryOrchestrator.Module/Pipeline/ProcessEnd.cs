using System.Runtime.InteropServices;

namespace RetryOrchestrator.Module.Pipeline;

/// <summary>
/// The end of the process after a signal that stopped its runs. PowerShell gets a moment to show
/// the summary and to end its script; then the signal comes again and does what it would have done.
/// A run that a script begins meanwhile is stopped at once.
/// </summary>
internal static class ProcessEnd
{
    /// <summary>
    /// Under this name a host says <c>true</c> when it is about to end, for a reason of its own.
    /// </summary>
    public const string AnnouncedName = "RetryOrchestrator.ProcessIsEnding";

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LastGrace = TimeSpan.FromSeconds(3);

    private static Timer? _timer;
    private static Timer? _last;
    private static PosixSignal _signal;

    /// <summary>
    /// Whether the process is pwsh itself. Any other program may handle the signal, and take its
    /// time.
    /// </summary>
    public static bool IsShell { get; set; }

    /// <summary>Whether the process is about to end.</summary>
    public static bool IsNear => _timer is not null || AppContext.GetData(AnnouncedName) is true;

    /// <summary>Has the signal come again, soon. A program around PowerShell may handle it.</summary>
    public static void Comes(PosixSignal signal)
    {
        // Windows ends the process itself as soon as its handlers have returned.
        if (!OperatingSystem.IsWindows() && _timer is null)
        {
            _signal = signal;
            _timer = new Timer(_ => Send(), null, Grace, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>It need not wait any longer: has the signal come at once, if one is to come.</summary>
    public static void Hurry()
    {
        if (_timer is not null)
        {
            Send();
        }
    }

    private static void Send()
    {
        _timer?.Dispose();
        _timer = null;
        var number = _signal is PosixSignal.SIGHUP ? 1 : 15;
        if (IsShell)
        {
            // pwsh ends at once, or waits for a terminal that nobody reads.
            _last = new Timer(_ => Exit(128 + number), null, LastGrace, Timeout.InfiniteTimeSpan);
        }

        _ = Kill(Environment.ProcessId, number);
    }

    [DllImport("libc", EntryPoint = "_exit")]
    private static extern void Exit(int code);

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
