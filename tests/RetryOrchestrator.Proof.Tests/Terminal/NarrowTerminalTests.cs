namespace RetryOrchestrator.Proof.Tests.Terminal;

/// <summary>A terminal of 60 columns, as beside an editor or on a phone: what matters can be read.</summary>
public sealed class NarrowTerminalTests : IDisposable
{
    private const string Reason =
        "Your account has been suspended for breaking the rules of the community";

    private static readonly TerminalKind Narrow = new() { Columns = 60, Rows = 60 };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("narrow-");

    public NarrowTerminalTests() =>
        File.WriteAllText(
            Path.Combine(_folder.FullName, "jobs.csv"),
            $"job_id,account,simulate\nv1,anna,success\nv2,ben,{Reason}\n"
        );

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(TypedRun.Host)]
    [InlineData(TypedRun.Pwsh)]
    public void Words_are_whole_and_no_column_that_matters_is_lost(string shell)
    {
        using var session = TerminalSession.Start(
            Program(
                shell,
                "Start-OrchestratorRun jobs.csv -Simulate -MaxPasses 2 -Banner None -ErrorAction SilentlyContinue",
                "Get-OrchestratorJob v2 jobs.csv | Out-Host"
            ),
            Narrow
        );

        Assert.True(session.ExitsWithin(TerminalSession.Ample));
        var lines = session.Text.Split('\n').Select(line => line.Trim()).ToList();
        // The run's own line, and the table's cell beside id, status and category.
        Assert.Contains("account (suspended): Your account has been suspended for", lines);
        Assert.Contains(lines, line => line.EndsWith("Result", StringComparison.Ordinal));
        Assert.Contains(
            lines,
            line =>
                line.StartsWith("v2 ", StringComparison.Ordinal)
                && line.Contains(
                    "Failed    Account        Your account has",
                    StringComparison.Ordinal
                )
        );
        Assert.Contains("for breaking the", lines);
    }

    private TerminalProgram Program(string shell, params string[] commands)
    {
        var script = string.Join("; ", commands);
        var program =
            shell == TypedRun.Host
                ? TerminalProgram.Host("--command", script)
                : ShellTerminal.Program(
                    "-NoProfile",
                    "-Command",
                    $"Import-Module '{RepositoryRoot.Manifest}'; {script}"
                );
        return program with { WorkingFolder = _folder.FullName };
    }
}
