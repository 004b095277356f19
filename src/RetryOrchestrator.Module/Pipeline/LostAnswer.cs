using System.Globalization;
using System.Management.Automation.Host;
using System.Runtime.InteropServices;

namespace RetryOrchestrator.Module.Pipeline;

/// <summary>
/// Asks a terminal again where its cursor is, when the answer got lost. pwsh asks at each drawing of
/// a progress bar, and waits for the answer however long that takes; but a terminal that makes a
/// signal of Ctrl+C drops what is on its way at that moment, and a program that a script has started
/// may read what was meant for pwsh. The thread that shows the run would stand still until somebody
/// presses another key.
/// </summary>
internal sealed class LostAnswer : IDisposable
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);

    // An answer comes within a round trip to the terminal. One that takes longer than so many looks
    // is taken for lost, and if it comes all the same, it is a few stray characters at the prompt.
    private const int LooksAtWork = 12;
    private const int LooksAtStop = 2;

    private readonly ManualResetEventSlim _over = new();
    private readonly PipelineOutput _output;
    private readonly CancellationToken _pipelineStop;
    private readonly string _thread;

    private LostAnswer(PipelineOutput output, CancellationToken pipelineStop)
    {
        _output = output;
        _pipelineStop = pipelineStop;
        _thread = $"/proc/{new FileInfo("/proc/thread-self").LinkTarget}";
        BackgroundThread.Start("Orchestrator lost answer", Watch);
    }

    /// <summary>Watches over the calling thread.</summary>
    /// <param name="host">Who shows what the thread writes.</param>
    /// <param name="output">What the thread writes.</param>
    /// <param name="pipelineStop">Cancelled when PowerShell stops the pipeline.</param>
    /// <returns>Ends the watch; null where there is nothing to watch over.</returns>
    public static LostAnswer? WatchOver(
        PSHost host,
        PipelineOutput output,
        CancellationToken pipelineStop
    ) =>
        OperatingSystem.IsLinux() && host.Name == "ConsoleHost" && !Console.IsInputRedirected
            ? new LostAnswer(output, pipelineStop)
            : null;

    /// <inheritdoc/>
    public void Dispose() => _over.Set();

    private void Watch()
    {
        string? before = null;
        var (looks, asked) = (0, 0);
        while (!_over.Wait(LookInterval))
        {
            var isStopped = _pipelineStop.IsCancellationRequested;
            // Else it may be a person whose answer is waited for, by a command after this one.
            var now = isStopped || _output.IsShowing ? WaitForInput() : null;
            if (now is null || now != before)
            {
                (before, looks, asked) = (now, 0, 0);
            }
            else if (LineMode.End())
            {
                looks = 0;
            }
            else if (++looks >= (isStopped ? LooksAtStop : LooksAtWork) << asked)
            {
                // Ever more seldom: the terminal may be one that gives no answers.
                asked++;
                Ask();
            }
        }
    }

    /// <summary>The wait for standard input that the thread is in; null when it is in none.</summary>
    private string? WaitForInput()
    {
        // The number of the call "read", and its first argument: the file.
        var read = RuntimeInformation.ProcessArchitecture is Architecture.X64 ? 0 : 63;
        var reads = string.Create(CultureInfo.InvariantCulture, $"{read} 0x0 ");
        if (!File.ReadAllText($"{_thread}/syscall").StartsWith(reads, StringComparison.Ordinal))
        {
            return null;
        }

        // Each wait of a thread counts: as long as the number stays, it is one and the same.
        return File.ReadLines($"{_thread}/status")
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
