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
    private readonly List<Watched> _watched = [];
    private readonly SafePipeHandle _bell;
    private readonly SafePipeHandle _ringer;
    private bool _closing;

    /// <summary>Starts the thread.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">No more files can be open.</exception>
    /// <exception cref="OutOfMemoryException">The system gives no more threads.</exception>
    public ExitWatch()
    {
        (_bell, _ringer) = Posix.OpenBell();
        try
        {
            new Thread(Work) { IsBackground = true, Name = "Orchestrator programs" }.Start();
        }
        catch
        {
            CloseBell();
            throw;
        }
    }

    /// <summary>Completes when a program has ended.</summary>
    /// <param name="program">Its handle (<see cref="Posix.OpenProcess"/>).</param>
    public Task EndOf(SafeFileHandle program)
    {
        var watched = new Watched(program);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing, this);
            _watched.Add(watched);
        }

        Posix.Write(_ringer, "!"u8);
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
            Posix.Write(_ringer, "!"u8);
        }
    }

    private void Work()
    {
        Span<byte> rung = stackalloc byte[64];
        while (Watch() is { } watched)
        {
            var ready = Posix.WaitUntilAnyReadable(
                [_bell.DangerousGetHandle(), .. watched.Select(program => program.Handle)],
                milliseconds: -1
            );
            if (ready[0])
            {
                _ = Posix.Read(_bell, rung);
            }

            Complete(watched.Where((_, i) => ready[i + 1]).ToList());
        }

        CloseBell();
    }

    /// <summary>What is to be watched now, or null when it is over.</summary>
    private Watched[]? Watch()
    {
        lock (_gate)
        {
            if (!_closing)
            {
                return [.. _watched];
            }

            _watched.ForEach(program => program.Release());
            _watched.Clear();
            return null;
        }
    }

    private void Complete(List<Watched> ended)
    {
        if (ended.Count == 0)
        {
            return;
        }

        lock (_gate)
        {
            _watched.RemoveAll(ended.Contains);
        }

        ended.ForEach(program => program.Complete());
    }

    private void CloseBell()
    {
        _bell.Dispose();
        _ringer.Dispose();
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
            Handle = program.DangerousGetHandle();
        }

        public nint Handle { get; }

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
