namespace RetryOrchestrator.Proof.Tests.Support;

/// <summary>The console host, or the real shell, in a terminal of its own.</summary>
internal sealed class TerminalHost(TerminalProgram program, string workingFolder) : ILiveHost
{
    // Wide enough for every line: what was shown is held against what was stored, line by line.
    private static readonly TerminalKind Wide = new() { Columns = 400, Rows = 50 };

    private readonly TerminalSession _session = TerminalSession.Start(
        program with
        {
            WorkingFolder = workingFolder,
        },
        Wide
    );

    /// <inheritdoc/>
    public int Id => _session.Id;

    /// <inheritdoc/>
    public bool HearsSignals => HostProcess.Hears(Id);

    /// <inheritdoc/>
    public bool HasExited => _session.HasExited;

    /// <inheritdoc/>
    public int ExitCode => _session.ExitCode;

    /// <inheritdoc/>
    public IReadOnlyList<string> Lines => _session.Text.Split('\n');

    /// <inheritdoc/>
    public bool ExitsWithin(TimeSpan limit) => _session.ExitsWithin(limit);

    /// <summary>A person types it.</summary>
    public void PressCtrlC() => _session.PressCtrlC();

    /// <summary>The window is closed, or the connection lost.</summary>
    public void HangUp() => _session.HangUp();

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    /// <inheritdoc/>
    public override string ToString() => _session.Text;
}
