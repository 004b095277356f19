using System.Buffers;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>Takes a block of bytes that arrived on a pipe.</summary>
internal delegate void PipeSink(ReadOnlySpan<byte> bytes);

/// <summary>
/// Bytes on their way through a pipe of a running program. On Unix .NET waits for all pipes with
/// epoll or kqueue, so a program that hangs occupies no thread; on Windows it takes one of the pool.
/// </summary>
internal sealed class PipeTransfer
{
    private const int BlockSize = 16 * 1024;

    private readonly CancellationTokenSource _abandoned = new();

    private PipeTransfer(Func<CancellationToken, Task> move) => Completion = move(_abandoned.Token);

    /// <summary>Completes when the pipe is at its end and closed.</summary>
    public Task Completion { get; }

    /// <summary>Reads a pipe to its end; calls of the sink never overlap.</summary>
    public static PipeTransfer Read(Stream pipe, PipeSink sink) =>
        new(abandoned => ReadAsync(pipe, sink, abandoned));

    /// <summary>Writes bytes and then closes the pipe. A reader that has gone is no error.</summary>
    public static PipeTransfer Write(Stream pipe, ReadOnlyMemory<byte> bytes) =>
        new(abandoned => WriteAsync(pipe, bytes, abandoned));

    /// <summary>
    /// Gives up a pipe that another process keeps open. <see cref="Completion"/> follows soon.
    /// </summary>
    public void Abandon() => _abandoned.Cancel();

    private static async Task ReadAsync(Stream pipe, PipeSink sink, CancellationToken abandoned)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            while (
                await pipe.ReadAsync(buffer, abandoned).ConfigureAwait(false) is > 0 and var read
            )
            {
                sink(buffer.AsSpan(0, read));
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The end, as far as this attempt is concerned.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            await pipe.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task WriteAsync(
        Stream pipe,
        ReadOnlyMemory<byte> bytes,
        CancellationToken abandoned
    )
    {
        try
        {
            await pipe.WriteAsync(bytes, abandoned).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The program does not want it.
        }
        finally
        {
            await pipe.DisposeAsync().ConfigureAwait(false);
        }
    }
}
