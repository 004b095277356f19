namespace RetryOrchestrator.Executors.Processes.Starting;

/// <summary>A program that .NET started.</summary>
internal sealed class ManagedProcess : IProgramProcess
{
    private readonly ChildProcess _process;

    private ManagedProcess(ChildProcess process)
    {
        _process = process;
        Job = OperatingSystem.IsWindows() ? WindowsJob.For(process.Process) : null;
    }

    /// <summary>On Windows what holds it and everything it starts, where that is allowed.</summary>
    public WindowsJob? Job { get; }

    /// <inheritdoc/>
    public int Id => _process.Id;

    /// <inheritdoc/>
    /// <remarks>.NET asks for the exit code as soon as there is one, and starts no sessions.</remarks>
    public bool HoldsId => false;

    /// <inheritdoc/>
    public bool HasExited => _process.HasExited;

    /// <inheritdoc/>
    public int ExitCode => _process.ExitCode;

    /// <summary>Starts it.</summary>
    public static ManagedProcess Start(ProgramStart start) =>
        new(
            ChildProcess.Start(
                start.Program,
                start.Arguments,
                start.Variables!,
                start.WorkingDirectory
            )
        );

    /// <summary>On Windows: asks it to end as the user would, if it has a window.</summary>
    public void CloseMainWindow() => _process.Process.CloseMainWindow();

    /// <inheritdoc/>
    /// <remarks>.NET gives 128 and its number as the exit code, as a program itself might.</remarks>
    public int? Signal => null;

    /// <inheritdoc/>
    public Stream TakeInput() => _process.Input;

    /// <inheritdoc/>
    public Stream TakeOutput() => _process.Output;

    /// <inheritdoc/>
    public Stream TakeError() => _process.Error;

    /// <inheritdoc/>
    public void SendAtOnce(ReadOnlySpan<byte> input)
    {
        try
        {
            using var pipe = TakeInput();
            pipe.Write(input);
        }
        catch (IOException)
        {
            // It has closed it, or ended.
        }
    }

    /// <inheritdoc/>
    public bool ExitsWithin(int milliseconds) => _process.Process.WaitForExit(milliseconds);

    /// <inheritdoc/>
    public bool TryDrain(PipeSink output, PipeSink error) => false;

    /// <inheritdoc/>
    public Task WaitForExitAsync() => _process.Exited;

    /// <inheritdoc/>
    public void Dispose()
    {
        Job?.Dispose();
        _process.Dispose();
    }
}
