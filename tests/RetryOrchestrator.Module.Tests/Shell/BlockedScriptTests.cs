using RetryOrchestrator.Tests.Shared;

namespace RetryOrchestrator.Module.Tests.Shell;

/// <summary>A job's script that nothing can stop, in the real shell.</summary>
public sealed class BlockedScriptTests
{
    private const int Patience = 180_000;

    [Theory(Timeout = Patience)]
    [InlineData("[Threading.Thread]::Sleep(-1)")]
    [InlineData("try { Start-Sleep 600 } finally { [Threading.Thread]::Sleep(-1) }")]
    public async Task Pwsh_goes_on_with_other_runs_and_ends_with_its_exit_code(string blocked)
    {
        using var folder = new JobsFolder("job_id\nv1\n");

        var (code, said) = await RealShell.RunAsync(
            $$"""
            Import-Module '{{RepositoryRoot.Manifest}}'
            Start-OrchestratorRun -JobsPath '{{folder.At(
                "jobs.csv"
            )}}' -MaxPasses 1 -Banner None -ErrorAction Ignore `
                -JobTimeoutSeconds 1 -ShutdownTimeoutSeconds 1 -ScriptBlock { {{blocked}} } | Out-Null
            (Start-OrchestratorRun -JobsPath '{{folder.At(
                "jobs.csv"
            )}}' -Banner None -ScriptBlock { 1 }).Succeeded
            exit 7
            """,
            TestContext.Current.CancellationToken
        );

        Assert.Equal(7, code);
        Assert.Contains("RUN 2 COMPLETE", said);
    }
}
