using System.Globalization;
using System.Management.Automation.Host;
using System.Runtime.InteropServices;
using RetryOrchestrator.Module.Runspaces;

namespace RetryOrchestrator.Module.Pipeline;

/// <summary>
/// Asks a terminal again where its cursor is, when Ctrl+C has thrown the answer away. pwsh asks at
/// each drawing of a progress bar, and waits for the answer however long that takes; but a terminal
/// that makes a signal of Ctrl+C drops what is on its way at that moment. The thread that shows the
/// run would stand still until somebody presses another key.
/// </summary>
internal sealed class LostAnswer : IDisposable
{
    // An answer comes within a round trip to the terminal; one that takes longer is taken for lost.
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(1);

    private readonly ManualResetEventSlim _over = new();
    private readonly CancellationTokenRegistration _onStop;

    private LostAnswer(string thread, CancellationToken pipelineStop) =>
        _onStop = pipelineStop.Register(() =>
            BackgroundThread.Start("Orchestrator lost answer", () => Watch(thread))
        );

    /// <summary>Watches over the calling thread, once the pipeline is being stopped.</summary>
    /// <param name="host">Who shows what the thread writes.</param>
    /// <param name="pipelineStop">Cancelled when PowerShell stops the pipeline.</param>
    /// <returns>Ends the watch; null where there is nothing to watch over.</returns>
    public static LostAnswer? WatchOver(PSHost host, CancellationToken pipelineStop) =>
        OperatingSystem.IsLinux() && host.Name == "ConsoleHost" && !Console.IsInputRedirected
            ? new LostAnswer($"/proc/{new FileInfo("/proc/thread-self").LinkTarget}", pipelineStop)
            : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _onStop.Dispose();
        _over.Set();
    }

    private void Watch(string thread)
    {
        var before = WaitOf(thread);
        while (!_over.Wait(AnswerLimit))
        {
            var now = WaitOf(thread);
            if (now is not null && now == before)
            {
                Ask();
            }

            before = now;
        }
    }

    /// <summary>The wait for standard input that the thread is in; null when it is in none.</summary>
    private static string? WaitOf(string thread)
    {
        // The number of the call "read", and its first argument: the file.
        var read = RuntimeInformation.ProcessArchitecture is Architecture.X64 ? 0 : 63;
        var reads = string.Create(CultureInfo.InvariantCulture, $"{read} 0x0 ");
        if (!File.ReadAllText($"{thread}/syscall").StartsWith(reads, StringComparison.Ordinal))
        {
            return null;
        }

        // Each wait of a thread counts: as long as the number stays, it is one and the same.
        return File.ReadLines($"{thread}/status")
            .First(line => line.StartsWith("voluntary_ctxt_switches", StringComparison.Ordinal));
    }

    private static void Ask()
    {
        using var terminal = new FileStream(
            "/dev/tty",
            FileMode.Open,
            FileAccess.Write,
            FileShare.ReadWrite,
            bufferSize: 0
        );
        terminal.Write("\e[6n"u8);
    }
}
