namespace RetryOrchestrator.Host.Display;

/// <summary>
/// A stream that can be written to whatever becomes of its other end: a terminal that was closed or
/// a disk that is full takes nothing, and what is written there is left out. Nobody may end a run
/// because it cannot be shown.
/// </summary>
/// <param name="stream">Where it goes.</param>
/// <param name="time">The clock.</param>
internal sealed class EnduringStream(Stream stream, TimeProvider time) : Stream
{
    private const long Idle = 0;

    private long _began = Idle;
    private volatile string? _failure;

    /// <summary>Why something was left out, the first time; null when all was written.</summary>
    public string? Failure => _failure;

    /// <summary>
    /// How long the write has been waiting that is going on: nobody reads a terminal after Ctrl+S,
    /// or a pipe whose reader stands still. Zero when there is none.
    /// </summary>
    public TimeSpan WaitingFor =>
        Volatile.Read(ref _began) is var began && began == Idle
            ? TimeSpan.Zero
            : time.GetElapsedTime(began);

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Volatile.Write(ref _began, Math.Max(Idle + 1, time.GetTimestamp()));
        try
        {
            stream.Write(buffer);
        }
        catch (IOException exception)
        {
            _failure ??= exception.Message;
        }
        finally
        {
            Volatile.Write(ref _began, Idle);
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) =>
        Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
        try
        {
            stream.Flush();
        }
        catch (IOException exception)
        {
            _failure ??= exception.Message;
        }
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}
