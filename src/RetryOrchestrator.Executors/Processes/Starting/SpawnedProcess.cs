using System.ComponentModel;
using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace RetryOrchestrator.Executors.Processes.Starting;

/// <summary>A program started by posix_spawn; this process waits for it itself.</summary>
/// <remarks>
/// <para>
/// .NET's own watch over children, which begins with the first <see cref="Process"/> somebody
/// starts in this process, leaves children that it did not start alone.
/// </para>
/// <para>
/// The system keeps its id, and so that of its session and group, until it is asked for the exit
/// code: whatever carries that id as its session or group descends from this program.
/// </para>
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
    private readonly SafeFileHandle _handle;
    private readonly ExitWatch _watch;
    private bool _hasExited;

    // Once somebody waits for it.
    private Task? _end;

    // Once the system was asked for it.
    private Exit? _exit;

    private SpawnedProcess(
        int id,
        SafeFileHandle handle,
        List<SafePipeHandle> pipes,
        ExitWatch watch
    )
    {
        Id = id;
        _handle = handle;
        _watch = watch;
        (_input, _output, _error) = (pipes[0], pipes[1], pipes[2]);
    }

    /// <inheritdoc/>
    public int Id { get; }

    /// <inheritdoc/>
    public bool HoldsId => _exit is null;

    /// <inheritdoc/>
    public bool HasExited =>
        _hasExited |=
            _exit is not null || _end is { IsCompletedSuccessfully: true } || ExitsWithin(0);

    /// <inheritdoc/>
    public int ExitCode => TheExit.Code;

    /// <inheritdoc/>
    public int? Signal => TheExit.Signal;

    /// <summary>Starts it.</summary>
    /// <param name="start">What.</param>
    /// <param name="inherited">The environment of this process.</param>
    /// <param name="watch">What will wait for its end.</param>
    /// <exception cref="Win32Exception">
    /// It cannot be started, or be waited for: then it was ended at once.
    /// </exception>
    public static SpawnedProcess Start(
        ProgramStart start,
        SpawnEnvironment inherited,
        ExitWatch watch
    )
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
                start.BirthMark,
                input,
                output,
                error
            );
            return new SpawnedProcess(id, Handle(id), ours, watch);
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
    public bool ExitsWithin(int milliseconds) =>
        _hasExited |= Posix.WaitUntilReadable(_handle, milliseconds);

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
    public Task WaitForExitAsync() =>
        _hasExited ? Task.CompletedTask : _end ??= _watch.EndOf(_handle);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_handle.IsClosed)
        {
            return;
        }

        _input.Dispose();
        _output.Dispose();
        _error.Dispose();
        if (HasExited)
        {
            _ = ExitCode; // lets the system forget it
        }
        else
        {
            _ = WaitForExitAsync().ContinueWith(_ => Posix.WaitForEnd(Id), TaskScheduler.Default);
        }

        _handle.Dispose();
    }

    /// <summary>The handle of a program that has just been started.</summary>
    private static SafeFileHandle Handle(int id)
    {
        try
        {
            return Posix.OpenProcess(id);
        }
        catch
        {
            UnixSignal.SendToGroup(id, UnixSignal.Kill);
            _ = Posix.WaitForEnd(id);
            throw;
        }
    }

    /// <summary>A pipe; keeps our end of it and returns the program's.</summary>
    private static SafePipeHandle Pipe(List<SafePipeHandle> ours, bool weRead)
    {
        var (reader, writer) = Posix.OpenPipe();
        if (OpenFiles.IsOfReserve(reader) || OpenFiles.IsOfReserve(writer))
        {
            reader.Dispose();
            writer.Dispose();
            throw SystemLimit.NoMoreFiles();
        }

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

    private Exit TheExit =>
        HasExited
            ? _exit ??= ReadExit()
            : throw new InvalidOperationException("The program has not exited.");

    private Exit ReadExit() =>
        Posix.WaitForEnd(Id) switch
        {
            null => new Exit(UnknownCode, null),
            { } status when (status & SignalMask) is > 0 and var signal => new Exit(
                SignalledCode + signal,
                signal
            ),
            { } status => new Exit((status >> 8) & 0xff, null),
        };

    private sealed record Exit(int Code, int? Signal);
}
