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

    // Threads of their own: those of the pool may all be held up by what the session does there.
    private static readonly ManualResetEventSlim Hurried = new();
    private static readonly ManualResetEventSlim Never = new();
    private static int _isNear;
    private static int _signal;

    /// <summary>
    /// Whether the process is pwsh itself. Any other program may handle the signal, and take its
    /// time.
    /// </summary>
    public static bool IsShell { get; set; }

    /// <summary>Whether the process is about to end.</summary>
    public static bool IsNear =>
        Volatile.Read(ref _isNear) != 0 || AppContext.GetData(AnnouncedName) is true;

    /// <summary>Has the signal come again, soon. A program around PowerShell may handle it.</summary>
    public static void Comes(PosixSignal signal)
    {
        // Windows ends the process itself as soon as its handlers have returned.
        if (!OperatingSystem.IsWindows() && Interlocked.Exchange(ref _isNear, 1) == 0)
        {
            _signal = signal is PosixSignal.SIGHUP ? 1 : 15;
            BackgroundThread.Start("Orchestrator process end", End);
        }
    }

    /// <summary>It need not wait any longer: has the signal come at once, if one is to come.</summary>
    public static void Hurry()
    {
        if (Volatile.Read(ref _isNear) != 0)
        {
            Hurried.Set();
            Send();
        }
    }

    private static void End()
    {
        if (!Hurried.Wait(Grace))
        {
            Send();
        }

        if (IsShell)
        {
            // pwsh ends at once, or waits for a terminal that nobody reads.
            Never.Wait(LastGrace);
            Exit(128 + _signal);
        }

        Hurried.Reset();
        Volatile.Write(ref _isNear, 0);
    }

    private static void Send() => _ = Kill(Environment.ProcessId, _signal);

    [DllImport("libc", EntryPoint = "_exit")]
    private static extern void Exit(int code);

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
