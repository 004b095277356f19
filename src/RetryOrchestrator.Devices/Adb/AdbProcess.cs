using System.ComponentModel;
using System.Text;
using RetryOrchestrator.Executors.Processes;

namespace RetryOrchestrator.Devices.Adb;

/// <summary>Runs the adb program once, under a time limit, and returns what it said.</summary>
internal static class AdbProcess
{
    // Room for a screenshot of the largest screens, and an end to what a mad command prints.
    private const int LongestOutput = 64 * 1024 * 1024;

    // A server that the call started may hold on to the pipes: nothing of the call is in them then.
    private static readonly TimeSpan PatienceForPipes = TimeSpan.FromSeconds(2);

    public static async Task<AdbCall> RunAsync(
        AdbOptions options,
        IReadOnlyList<string> arguments,
        TimeSpan limit,
        CancellationToken stop
    )
    {
        var time = options.Time;
        var began = time.GetTimestamp();
        var call = new AdbCall
        {
            Arguments = arguments,
            End = AdbCallEnd.NotStarted,
            StartedAt = time.GetUtcNow(),
            Limit = limit,
        };
        stop.ThrowIfCancellationRequested();
        ChildProcess started;
        try
        {
            started = Start(options, arguments);
        }
        catch (Win32Exception exception)
        {
            return call with { Error = exception.Message };
        }

        using var process = started;
        using var timeLimit = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeLimit.Token, stop);
        var output = new PipeReader(process.Output);
        var error = new PipeReader(process.Error);
        var end = AdbCallEnd.Exited;
        try
        {
            await process.Exited.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            end = stop.IsCancellationRequested ? AdbCallEnd.Cancelled : AdbCallEnd.TimedOut;
            process.Kill();
            await process.Exited.ConfigureAwait(false);
        }

        await WaitForPipesAsync(output, error, time).ConfigureAwait(false);
        return call with
        {
            End = end,
            ExitCode = end == AdbCallEnd.Exited ? process.ExitCode : null,
            Output = output.SoFar(),
            Error = Encoding.UTF8.GetString(error.SoFar().Span),
            Duration = time.GetElapsedTime(began),
        };
    }

    /// <summary>Starts the adb program.</summary>
    /// <exception cref="Win32Exception">It cannot be started.</exception>
    public static ChildProcess Start(AdbOptions options, IEnumerable<string> arguments)
    {
        var process = ChildProcess.Start(options.Program, arguments, options.Environment);
        // adb shell would eat what the caller's own input has.
        process.CloseInput();
        return process;
    }

    private static async Task WaitForPipesAsync(
        PipeReader output,
        PipeReader error,
        TimeProvider time
    )
    {
        try
        {
            await Task.WhenAll(output.Completion, error.Completion)
                .WaitAsync(PatienceForPipes, time)
                .ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // What came until now is what there is.
        }
    }

    /// <summary>Reads a pipe to its end, and can be asked before that.</summary>
    private sealed class PipeReader
    {
        private readonly object _lock = new();
        private readonly MemoryStream _all = new();

        public PipeReader(Stream from) => Completion = ReadAsync(from);

        public Task Completion { get; }

        public ReadOnlyMemory<byte> SoFar()
        {
            lock (_lock)
            {
                return _all.ToArray();
            }
        }

        private async Task ReadAsync(Stream from)
        {
            var buffer = new byte[16 * 1024];
            try
            {
                int read;
                while ((read = await from.ReadAsync(buffer).ConfigureAwait(false)) > 0)
                {
                    lock (_lock)
                    {
                        _all.Write(buffer, 0, (int)Math.Min(read, LongestOutput - _all.Length));
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException)
            {
                // The process is gone, or the wait for its pipes was given up.
            }
        }
    }
}
