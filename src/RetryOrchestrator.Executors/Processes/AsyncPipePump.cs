using System.Buffers;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>
/// Moves bytes with .NET's own asynchronous calls, for Windows. They occupy a thread of the pool
/// for each pipe that is waited on.
/// </summary>
internal sealed class AsyncPipePump : IPipePump
{
    private const int BlockSize = 16 * 1024;

    /// <inheritdoc/>
    public PipeTransfer Read(Stream pipe, PipeSink sink) =>
        new Transfer(cancellation => ReadAsync(pipe, sink, cancellation));

    /// <inheritdoc/>
    public PipeTransfer Write(Stream pipe, ReadOnlyMemory<byte> bytes) =>
        new Transfer(cancellation => WriteAsync(pipe, bytes, cancellation));

    /// <inheritdoc/>
    public void Dispose() { }

    private static async Task ReadAsync(Stream pipe, PipeSink sink, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            while (
                await pipe.ReadAsync(buffer, cancellation).ConfigureAwait(false) is > 0 and var read
            )
            {
                sink(buffer.AsSpan(0, read));
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The end, as far as this pipe is concerned.
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
        CancellationToken cancellation
    )
    {
        try
        {
            await pipe.WriteAsync(bytes, cancellation).ConfigureAwait(false);
            await pipe.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The program does not want it.
        }
    }

    private sealed class Transfer : PipeTransfer
    {
        private readonly CancellationTokenSource _abandoned = new();

        public Transfer(Func<CancellationToken, Task> work) => Completion = work(_abandoned.Token);

        public override Task Completion { get; }

        public override void Abandon() => _abandoned.Cancel();
    }
}
