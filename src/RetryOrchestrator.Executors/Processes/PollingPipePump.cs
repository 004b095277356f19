using System.Collections.Concurrent;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>
/// Moves the bytes of all running programs on one thread that waits in <c>poll(2)</c>. .NET's own
/// asynchronous reads of such pipes block a thread of the pool each: with two for every hanging
/// program the pool of the host would starve.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class PollingPipePump : IPipePump
{
    private readonly ConcurrentQueue<PolledPipe> _added = new();
    private readonly AnonymousPipeServerStream _wakeOut = new(PipeDirection.Out);
    private readonly PolledPipe _wakeIn;
    private readonly Thread _thread;
    private int _wakeIsUnderWay;
    private volatile bool _disposed;
    private volatile bool _ended;

    /// <summary>Starts the thread.</summary>
    public PollingPipePump()
    {
        _wakeIn = new PolledPipe(
            new AnonymousPipeClientStream(PipeDirection.In, _wakeOut.ClientSafePipeHandle),
            _ => Volatile.Write(ref _wakeIsUnderWay, 0)
        );
        _thread = new Thread(Run) { IsBackground = true, Name = "program output" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public PipeTransfer Read(Stream pipe, PipeSink sink) => Add(new PolledPipe(pipe, sink, Wake));

    /// <inheritdoc/>
    public PipeTransfer Write(Stream pipe, ReadOnlyMemory<byte> bytes) =>
        Add(new PolledPipe(pipe, bytes, Wake));

    /// <summary>Gives up all pipes and ends the thread.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            Wake();
            _thread.Join();
            _ended = true;
            _wakeOut.Dispose();
        }
    }

    private PolledPipe Add(PolledPipe pipe)
    {
        _added.Enqueue(pipe);
        Wake();
        return pipe;
    }

    private void Wake()
    {
        if (Interlocked.Exchange(ref _wakeIsUnderWay, 1) == 0 && !_ended)
        {
            _wakeOut.WriteByte(0);
        }
    }

    private void Run()
    {
        var pipes = new List<PolledPipe> { _wakeIn };
        var requests = new PollRequest[8];
        var buffer = new byte[64 * 1024];
        while (!_disposed)
        {
            while (_added.TryDequeue(out var added))
            {
                pipes.Add(added);
            }

            // Before waiting, because the wake-up for it may have come with another.
            pipes.RemoveAll(pipe => pipe.FinishIfAbandoned(buffer));
            if (pipes.Count > requests.Length)
            {
                requests = new PollRequest[pipes.Count * 2];
            }

            for (var i = 0; i < pipes.Count; i++)
            {
                requests[i] = pipes[i].Request;
            }

            _ = Poll(requests, (nuint)pipes.Count, -1);
            for (var i = pipes.Count - 1; i >= 0; i--)
            {
                if (requests[i].Ready != 0 && !pipes[i].Advance(buffer))
                {
                    pipes.RemoveAt(i);
                }
            }
        }

        foreach (var pipe in pipes.Concat(_added))
        {
            pipe.Close();
        }
    }

    /// <summary>Whether the pipe could be moved now.</summary>
    public static bool IsReady(PollRequest[] request) => Poll(request, 1, 0) > 0;

    [DllImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static extern int Poll([In, Out] PollRequest[] requests, nuint count, int milliseconds);
}
