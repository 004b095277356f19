using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace RetryOrchestrator.Executors.Processes.Starting;

/// <summary>
/// One thread that waits for the end of all programs at work. It is there before the first of them
/// is started: where the system will not give another thread, no program is at work unwatched.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class ExitWatch : IDisposable
{
    private readonly object _gate = new();
    private readonly Dictionary<int, Watched> _watched = [];
    private readonly ReadinessQueue _queue = new();
    private readonly SafePipeHandle _closed;
    private readonly SafePipeHandle _closer;
    private bool _closing;

    /// <summary>Starts the thread.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">No more files can be open.</exception>
    /// <exception cref="OutOfMemoryException">The system gives no more threads.</exception>
    public ExitWatch()
    {
        (_closed, _closer) = Open(_queue);
        try
        {
            new Thread(Work) { IsBackground = true, Name = "Orchestrator programs" }.Start();
        }
        catch
        {
            Close();
            throw;
        }
    }

    /// <summary>Completes when a program has ended.</summary>
    /// <param name="program">
    /// Its handle (<see cref="Posix.OpenProcess"/>), which is not watched already.
    /// </param>
    /// <exception cref="System.ComponentModel.Win32Exception">The system cannot watch one more.</exception>
    public Task EndOf(SafeFileHandle program)
    {
        var watched = new Watched(program);
        lock (_gate)
        {
            try
            {
                ObjectDisposedException.ThrowIf(_closing, this);
                _queue.Add(watched.Handle);
            }
            catch
            {
                watched.Release();
                throw;
            }

            _watched[watched.Handle] = watched;
        }

        return watched.Ended;
    }

    /// <summary>Lets the thread end; what has not ended yet is watched no longer.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_closing)
            {
                return;
            }

            _closing = true;
            _closer.Dispose();
        }
    }

    private void Work()
    {
        while (Take(_queue.Wait()) is { } ended)
        {
            ended.ForEach(program => program.Complete());
        }

        Close();
    }

    /// <summary>Those that have ended, or null when it is over.</summary>
    private List<Watched>? Take(int[] ready)
    {
        lock (_gate)
        {
            if (!_closing)
            {
                var ended = new List<Watched>(ready.Length);
                foreach (var handle in ready)
                {
                    if (_watched.Remove(handle, out var program))
                    {
                        ended.Add(program);
                    }
                }

                return ended;
            }

            foreach (var program in _watched.Values)
            {
                program.Release();
            }

            _watched.Clear();
            return null;
        }
    }

    // A pipe whose end tells the thread that it is over.
    private static (SafePipeHandle Reader, SafePipeHandle Writer) Open(ReadinessQueue queue)
    {
        try
        {
            var pipe = Posix.OpenPipe();
            queue.Add((int)pipe.Reader.DangerousGetHandle());
            return pipe;
        }
        catch
        {
            queue.Dispose();
            throw;
        }
    }

    private void Close()
    {
        _closed.Dispose();
        _closer.Dispose();
        _queue.Dispose();
    }

    /// <summary>A program whose handle stays open as long as it is watched.</summary>
    private sealed class Watched
    {
        private readonly SafeFileHandle _program;
        private readonly TaskCompletionSource _ended = new(
            TaskCreationOptions.RunContinuationsAsynchronously
        );

        public Watched(SafeFileHandle program)
        {
            _program = program;
            var added = false;
            program.DangerousAddRef(ref added);
            Handle = (int)program.DangerousGetHandle();
        }

        public int Handle { get; }

        public Task Ended => _ended.Task;

        public void Complete()
        {
            Release();
            try
            {
                _ended.TrySetResult();
            }
            catch (OutOfMemoryException)
            {
                // The pool has no thread for who waits and gets no other now: it will when one is free.
            }
        }

        public void Release() => _program.DangerousRelease();
    }
}
