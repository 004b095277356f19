namespace RetryOrchestrator.Executors.Processes.Starting;

/// <summary>
/// A program that was started, with its three standard streams in pipes. Called from one thread at
/// a time. Disposed of, it is let go of: it does not end for that.
/// </summary>
internal interface IProgramProcess : IDisposable
{
    /// <summary>Its process id. It is given to no other process before the end was seen.</summary>
    int Id { get; }

    /// <summary>
    /// Whether the id is its own also after its end, and that of the session that it leads: true
    /// until the exit code is asked for, if ever.
    /// </summary>
    bool HoldsId { get; }

    /// <summary>Whether its end was seen.</summary>
    bool HasExited { get; }

    /// <summary>Its exit code, once it has exited: 128 and the signal's number if one ended it.</summary>
    int ExitCode { get; }

    /// <summary>
    /// The signal that ended it, once it has exited; null when none did, or where the system does
    /// not say.
    /// </summary>
    int? Signal { get; }

    /// <summary>What writes to its standard input. It belongs to who asks for it.</summary>
    Stream TakeInput();

    /// <summary>What reads its standard output. It belongs to who asks for it.</summary>
    Stream TakeOutput();

    /// <summary>What reads its standard error. It belongs to who asks for it.</summary>
    Stream TakeError();

    /// <summary>
    /// Writes all of its standard input and closes it: no more than an empty pipe holds, so that
    /// nothing is waited for. A program that does not want it is no error.
    /// </summary>
    void SendAtOnce(ReadOnlySpan<byte> input);

    /// <summary>Waits on the calling thread for its end, but not for long.</summary>
    /// <returns>Whether it has exited.</returns>
    bool ExitsWithin(int milliseconds);

    /// <summary>
    /// Takes the whole output of a program that has exited, if that can be had without waiting:
    /// no process it left behind holds the pipes open.
    /// </summary>
    /// <returns>False when nothing was taken: read the streams.</returns>
    bool TryDrain(PipeSink output, PipeSink error);

    /// <summary>Completes when the program has exited.</summary>
    Task WaitForExitAsync();
}
