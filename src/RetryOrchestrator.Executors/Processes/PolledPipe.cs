using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>One entry of the array that <c>poll(2)</c> takes: its <c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollRequest
{
    public const short CanRead = 1;
    public const short CanWrite = 4;

    public int Descriptor;
    public short Wanted;
    public short Ready;
}

/// <summary>A pipe of the <see cref="PollingPipePump"/>; only its thread touches the stream.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class PolledPipe : PipeTransfer
{
    // A pipe that is ready for writing takes this much without blocking (POSIX's least PIPE_BUF).
    private const int WriteBlock = 512;

    // What may lie ready in an abandoned pipe: the largest that Linux gives.
    private const int MostBuffered = 1024 * 1024;

    private readonly TaskCompletionSource _completion = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly Stream _stream;
    private readonly PipeSink? _sink;
    private readonly Action? _wake;
    private readonly int _descriptor;
    private ReadOnlyMemory<byte> _toWrite;
    private volatile bool _abandoned;

    /// <summary>A pipe to read.</summary>
    public PolledPipe(Stream stream, PipeSink sink, Action? wake = null)
        : this(stream, wake) => _sink = sink;

    /// <summary>A pipe to write.</summary>
    public PolledPipe(Stream stream, ReadOnlyMemory<byte> toWrite, Action? wake)
        : this(stream, wake) => _toWrite = toWrite;

    private PolledPipe(Stream stream, Action? wake)
    {
        _stream = stream;
        _wake = wake;
        SafeHandle handle = stream is FileStream file
            ? file.SafeFileHandle
            : ((PipeStream)stream).SafePipeHandle;
        _descriptor = (int)handle.DangerousGetHandle();
    }

    /// <inheritdoc/>
    public override Task Completion => _completion.Task;

    /// <summary>What to wait for.</summary>
    public PollRequest Request =>
        new()
        {
            Descriptor = _descriptor,
            Wanted = _sink is null ? PollRequest.CanWrite : PollRequest.CanRead,
        };

    /// <inheritdoc/>
    public override void Abandon()
    {
        _abandoned = true;
        _wake?.Invoke();
    }

    /// <summary>Moves what can be moved now.</summary>
    /// <returns>False when the pipe is done with and closed.</returns>
    public bool Advance(byte[] buffer) =>
        (_sink is null ? WriteSome() : ReadSome(buffer) > 0) || Close();

    /// <summary>Takes what lies ready and closes the pipe, if it was abandoned.</summary>
    public bool FinishIfAbandoned(byte[] buffer)
    {
        if (!_abandoned)
        {
            return false;
        }

        var request = new[] { Request };
        for (var taken = 0; _sink is not null && taken < MostBuffered; )
        {
            var read = PollingPipePump.IsReady(request) ? ReadSome(buffer) : 0;
            if (read == 0)
            {
                break;
            }

            taken += read;
        }

        return !Close();
    }

    /// <returns>False: there is nothing more to come.</returns>
    public bool Close()
    {
        _stream.Dispose();
        _completion.TrySetResult();
        return false;
    }

    private int ReadSome(byte[] buffer)
    {
        try
        {
            var read = _stream.Read(buffer, 0, buffer.Length);
            _sink!(buffer.AsSpan(0, read));
            return read;
        }
        catch (IOException)
        {
            return 0;
        }
        catch (Exception e)
        {
            // A fault of the sink. On this thread it would end the host; so it ends its attempt.
            _completion.TrySetException(e);
            return 0;
        }
    }

    private bool WriteSome()
    {
        try
        {
            var block = _toWrite[..Math.Min(WriteBlock, _toWrite.Length)];
            _stream.Write(block.Span);
            _toWrite = _toWrite[block.Length..];
            return !_toWrite.IsEmpty;
        }
        catch (IOException)
        {
            return false; // the program does not want it
        }
    }
}
