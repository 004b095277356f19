namespace RetryOrchestrator.Module.Tests.State;

/// <summary>The list that a command is about: by place, by name, from the pipeline.</summary>
public sealed class ListPathTests : IDisposable
{
    private readonly JobsFolder _folder = FinishedRun.Folder();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Get-OrchestratorStatus ./jobs.csv", "StatePath")]
    [InlineData("Get-Item jobs.csv | Get-OrchestratorStatus", "StatePath")]
    [InlineData("Get-OrchestratorJob v1 ./jobs.csv", "JobId")]
    [InlineData("Get-OrchestratorJob v1 -JobsPath ./jobs.csv", "JobId")]
    [InlineData("Get-RetryPassSummary ./jobs.csv", "RunId")]
    [InlineData("Get-RetryPassSummary -JobsPath ./jobs.csv", "RunId")]
    [InlineData("Get-RetryPassSummary 2 ./jobs.csv", "RunId")]
    [InlineData("Get-RetryPassSummary 1,2", "RunId")]
    [InlineData("Get-RetryPassSummary ./jobs.csv -All", "RunId")]
    [InlineData("Get-RetryPassSummary ./jobs.csv -RunId 1", "RunId")]
    [InlineData("Stop-OrchestratorRun ./jobs.csv; Get-OrchestratorStatus", "StatePath")]
    public void The_path_of_a_list_needs_no_name(string command, string property)
    {
        var run = _folder.Run(command);

        Assert.Null(run.Thrown);
        Assert.Empty(run.Errors);
        Assert.NotEmpty(run.Output);
        Assert.NotNull(run[0, property]);
    }

    [Theory]
    [InlineData("Start-OrchestratorRun ./jobs.csv -Simulate -RetryDelaySeconds 0")]
    [InlineData("Get-Item jobs.csv | Start-OrchestratorRun -Simulate -RetryDelaySeconds 0")]
    public void A_run_takes_its_list_by_place_and_from_the_pipeline(string command)
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"));

        var run = folder.Run(command);

        Assert.Equal(1, run[0, "Succeeded"]);
        Assert.True(File.Exists(folder.At("jobs.orchestrator.db")));
    }

    [Theory]
    [InlineData("Get-Item jobs.csv, jobs.csv | Start-OrchestratorRun -Simulate")]
    [InlineData("Get-Item jobs.csv | Start-OrchestratorRun other.csv -Simulate")]
    [InlineData(
        "(Get-Item jobs.csv), [pscustomobject]@{ job_id = 1 } | Start-OrchestratorRun -Simulate"
    )]
    public void A_run_has_one_list(string command)
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"));

        Assert.StartsWith("SeveralLists", folder.Run(command).Error.FullyQualifiedErrorId);
        Assert.False(File.Exists(folder.At("jobs.orchestrator.db")));
    }
}
