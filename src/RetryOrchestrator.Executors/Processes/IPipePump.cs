namespace RetryOrchestrator.Executors.Processes;

/// <summary>Takes a block of bytes that arrived on a pipe.</summary>
internal delegate void PipeSink(ReadOnlySpan<byte> bytes);

/// <summary>
/// Moves bytes through the pipes of running programs. The methods return at once; calls of one
/// pipe's sink never overlap.
/// </summary>
internal interface IPipePump : IDisposable
{
    /// <summary>Reads a pipe to its end.</summary>
    PipeTransfer Read(Stream pipe, PipeSink sink);

    /// <summary>Writes bytes and then closes the pipe. A reader that has gone is no error.</summary>
    PipeTransfer Write(Stream pipe, ReadOnlyMemory<byte> bytes);
}

/// <summary>A pipe at work.</summary>
internal abstract class PipeTransfer
{
    /// <summary>Completes when the pipe is at its end and closed; faulted only when its sink threw.</summary>
    public abstract Task Completion { get; }

    /// <summary>
    /// Gives the pipe up after taking what lies ready in it: for a pipe that another process
    /// keeps open. <see cref="Completion"/> follows soon.
    /// </summary>
    public abstract void Abandon();
}
