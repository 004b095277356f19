namespace RetryOrchestrator.Module.Tests.State;

/// <summary>The commands that look at a state, after a run with every kind of end.</summary>
public sealed class StateCommandTests : IDisposable
{
    private readonly JobsFolder _folder = FinishedRun.Folder();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "v1 v2 v3 w1 w2")]
    [InlineData("-JobId v*", "v1 v2 v3")]
    [InlineData("w2, v1", "v1 w2")]
    [InlineData("-Status failed", "v2 w2")]
    [InlineData("-Status failed, skipped -Account ben", "v2 v3")]
    [InlineData("-Category input, account", "v2 w2")]
    [InlineData("-Account b?n", "v2 v3")]
    public void Jobs_are_chosen_by_id_status_category_and_account(string filter, string expected) =>
        Assert.Equal(expected, _folder.Run($"Get-OrchestratorJob {filter}").JobIds);

    [Theory]
    [InlineData("Get-OrchestratorJob v1, nobody", "JobNotFound", "nobody")]
    [InlineData("Get-OrchestratorJob V1 -History", "JobNotFound", "V1")]
    [InlineData("Get-RetryPassSummary -RunId 77", "RunNotFound", "77")]
    public void What_is_named_and_not_there_is_an_error(string command, string id, string target)
    {
        var run = _folder.Run(command);

        Assert.Null(run.Thrown);
        Assert.StartsWith(id, run.Error.FullyQualifiedErrorId);
        Assert.Equal(target, $"{run.Error.TargetObject}");
    }

    [Theory]
    [InlineData("Get-OrchestratorJob nobody*")]
    [InlineData("Get-OrchestratorJob v1 -Status failed")]
    [InlineData("Get-RetryPassSummary -RunId 1 -Pass 77")]
    public void A_pattern_or_a_condition_that_nothing_meets_is_an_answer(string command)
    {
        var run = _folder.Run(command);

        Assert.Empty(run.Errors);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void The_history_has_every_attempt()
    {
        var attempts = _folder.Run("Get-OrchestratorJob w1 -History");

        Assert.Equal(
            ["Failed", "Success"],
            attempts.Output.Select(a => $"{a.Properties["Outcome"].Value}")
        );
        Assert.Equal("Infrastructure", $"{attempts[0, "Category"]}");
    }

    [Fact]
    public void The_status_adds_up()
    {
        var status = _folder.Run("Get-OrchestratorStatus");

        Assert.Equal("Completed", $"{status[0, "State"]}");
        Assert.Equal(5, status[0, "Total"]);
        Assert.Equal(2, status[0, "Succeeded"]);
        Assert.Equal(2, status[0, "Failed"]);
        Assert.Equal(1, status[0, "Skipped"]);
    }

    [Fact]
    public void A_list_without_a_state_has_not_been_started()
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"), ("v2", "", "success"));

        var status = folder.Run("Get-OrchestratorStatus -JobsPath jobs.csv");

        Assert.Equal("NotStarted", $"{status[0, "State"]}");
        Assert.Equal(2, status[0, "Total"]);
        Assert.Equal(2, status[0, "Pending"]);
        Assert.Equal(folder.At("jobs.orchestrator.db"), status[0, "StatePath"]);
        Assert.False(File.Exists(folder.At("jobs.orchestrator.db")));
    }

    [Fact]
    public void Summaries_are_read_again_as_they_were_emitted()
    {
        var passes = _folder.Run("Get-RetryPassSummary");

        Assert.Equal([1, 2], passes.Output.Select(pass => pass.Properties["Pass"].Value));
        Assert.Single(_folder.Run("Get-RetryPassSummary -RunId 1 -Pass 2").Output);
        Assert.Equal(2, _folder.Run("Get-RetryPassSummary -All").Output.Count);
    }

    [Fact]
    public void To_stop_where_no_run_is_live_is_a_warning()
    {
        var stop = _folder.Run("Stop-OrchestratorRun");

        Assert.Empty(stop.Errors);
        Assert.Single(stop.Warnings);
    }
}
