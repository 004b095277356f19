using System.Diagnostics;

namespace RetryOrchestrator.Executors.Processes.Starting;

/// <summary>A program that .NET started.</summary>
internal sealed class ManagedProcess : IProgramProcess
{
    private readonly Process _process;

    private ManagedProcess(Process process)
    {
        _process = process;
        Job = OperatingSystem.IsWindows() ? WindowsJob.For(process) : null;
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
    public static ManagedProcess Start(ProgramStart start)
    {
        var info = new ProcessStartInfo(start.Program, start.Arguments)
        {
            WorkingDirectory = start.WorkingDirectory,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in start.Variables)
        {
            info.Environment[name] = value;
        }

        return new ManagedProcess(Process.Start(info)!);
    }

    /// <summary>On Windows: asks it to end as the user would, if it has a window.</summary>
    public void CloseMainWindow() => _process.CloseMainWindow();

    /// <inheritdoc/>
    /// <remarks>.NET gives 128 and its number as the exit code, as a program itself might.</remarks>
    public int? Signal => null;

    /// <inheritdoc/>
    public Stream TakeInput() => _process.StandardInput.BaseStream;

    /// <inheritdoc/>
    public Stream TakeOutput() => _process.StandardOutput.BaseStream;

    /// <inheritdoc/>
    public Stream TakeError() => _process.StandardError.BaseStream;

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
    public bool ExitsWithin(int milliseconds) => _process.WaitForExit(milliseconds);

    /// <inheritdoc/>
    public bool TryDrain(PipeSink output, PipeSink error) => false;

    /// <inheritdoc/>
    public Task WaitForExitAsync() => _process.WaitForExitAsync(CancellationToken.None);

    /// <inheritdoc/>
    public void Dispose()
    {
        Job?.Dispose();
        _process.Dispose();
    }
}
