using System.ComponentModel;
using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace RetryOrchestrator.Executors.Processes.Starting;

/// <summary>A program started by posix_spawn; this process waits for it itself.</summary>
/// <remarks>
/// .NET's own watch over children, which begins with the first <see cref="Process"/> somebody
/// starts in this process, leaves children that it did not start alone.
/// </remarks>
[SupportedOSPlatform("linux")]
internal sealed class SpawnedProcess : IProgramProcess
{
    private const int SignalMask = 0x7f;
    private const int SignalledCode = 128;

    // Somebody else in this process took the news of its end, and how it ended is lost: that must
    // not count as success.
    private const int UnknownCode = -1;

    private readonly SafePipeHandle _input;
    private readonly SafePipeHandle _output;
    private readonly SafePipeHandle _error;

    // The exit code, once its end was seen; written by whoever waits.
    private volatile Exit? _exit;

    private SpawnedProcess(
        int id,
        SafePipeHandle input,
        SafePipeHandle output,
        SafePipeHandle error
    )
    {
        Id = id;
        _input = input;
        _output = output;
        _error = error;
    }

    /// <inheritdoc/>
    public int Id { get; }

    /// <inheritdoc/>
    public bool HasExited => _exit is not null;

    /// <inheritdoc/>
    public int ExitCode =>
        _exit?.Code ?? throw new InvalidOperationException("The program has not exited.");

    /// <inheritdoc/>
    public int? Signal => _exit?.Signal;

    /// <summary>Starts it.</summary>
    /// <param name="start">What.</param>
    /// <param name="inherited">The environment of this process.</param>
    /// <exception cref="Win32Exception">It cannot be started.</exception>
    public static SpawnedProcess Start(ProgramStart start, SpawnEnvironment inherited)
    {
        using var arguments = new NativeStrings(start.Arguments.Prepend(start.Program));
        using var variables = new NativeStrings(SpawnEnvironment.Entries(start.Variables));
        var ours = new List<SafePipeHandle>(3);
        try
        {
            using var input = Pipe(ours, weRead: false);
            using var output = Pipe(ours, weRead: true);
            using var error = Pipe(ours, weRead: true);
            var id = PosixSpawn.Start(
                start.Program,
                NativeStrings.Terminated(arguments.Pointers),
                inherited.With(start.Variables, variables),
                start.WorkingDirectory,
                input,
                output,
                error
            );
            return new SpawnedProcess(id, ours[0], ours[1], ours[2]);
        }
        catch
        {
            ours.ForEach(handle => handle.Dispose());
            throw;
        }
    }

    /// <inheritdoc/>
    public Stream TakeInput() => new AnonymousPipeClientStream(PipeDirection.Out, _input);

    /// <inheritdoc/>
    public Stream TakeOutput() => new AnonymousPipeClientStream(PipeDirection.In, _output);

    /// <inheritdoc/>
    public Stream TakeError() => new AnonymousPipeClientStream(PipeDirection.In, _error);

    /// <inheritdoc/>
    public void SendAtOnce(ReadOnlySpan<byte> input)
    {
        Posix.Write(_input, input);
        _input.Dispose();
    }

    /// <inheritdoc/>
    public bool ExitsWithin(int milliseconds)
    {
        using var handle = Posix.OpenProcess(Id);
        if (handle.IsInvalid || !Posix.WaitUntilReadable(handle, milliseconds))
        {
            return false;
        }

        Wait();
        return true;
    }

    /// <inheritdoc/>
    public bool TryDrain(PipeSink output, PipeSink error)
    {
        if (!HasExited || !Posix.AreAtEnd(_output, _error))
        {
            return false;
        }

        Drain(_output, output);
        Drain(_error, error);
        return true;
    }

    /// <inheritdoc/>
    /// <remarks>A thread sleeps until then: the C library has no other way to be told.</remarks>
    public Task WaitForExitAsync() =>
        HasExited
            ? Task.CompletedTask
            : Task.Factory.StartNew(
                Wait,
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default
            );

    /// <inheritdoc/>
    public void Dispose()
    {
        _input.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    /// <summary>A pipe; keeps our end of it and returns the program's.</summary>
    private static SafePipeHandle Pipe(List<SafePipeHandle> ours, bool weRead)
    {
        var (reader, writer) = Posix.OpenPipe();
        ours.Add(weRead ? reader : writer);
        return weRead ? writer : reader;
    }

    private static void Drain(SafePipeHandle pipe, PipeSink sink)
    {
        Span<byte> buffer = stackalloc byte[4096];
        while (Posix.Read(pipe, buffer) is > 0 and var read)
        {
            sink(buffer[..read]);
        }

        pipe.Dispose();
    }

    private void Wait()
    {
        _exit = Posix.WaitForEnd(Id) switch
        {
            null => new Exit(UnknownCode, null),
            { } status when (status & SignalMask) is > 0 and var signal => new Exit(
                SignalledCode + signal,
                signal
            ),
            { } status => new Exit((status >> 8) & 0xff, null),
        };
    }

    private sealed record Exit(int Code, int? Signal);
}
