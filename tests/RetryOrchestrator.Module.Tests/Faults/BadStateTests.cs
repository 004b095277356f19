using Microsoft.Data.Sqlite;

namespace RetryOrchestrator.Module.Tests.Faults;

/// <summary>A state that cannot be used gets one terminating error, and stays as it is.</summary>
public sealed class BadStateTests
{
    private const string Start = "Start-OrchestratorRun -RetryDelaySeconds 0 ";

    [Theory]
    [InlineData("Start-OrchestratorRun -Simulate")]
    [InlineData("Get-OrchestratorStatus")]
    [InlineData("Get-OrchestratorJob")]
    [InlineData("Get-RetryPassSummary")]
    [InlineData("Reset-OrchestratorJob -JobId *")]
    [InlineData("Stop-OrchestratorRun")]
    public void A_state_that_is_no_database(string command)
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"));
        folder.Write("jobs.orchestrator.db", new string('x', 5000));

        Refusal.AssertOneError(folder.Run(command), "StateUnreadable", "jobs.orchestrator.db");
        Assert.Equal(new string('x', 5000), File.ReadAllText(folder.At("jobs.orchestrator.db")));
    }

    [Theory]
    [InlineData("Start-OrchestratorRun -Simulate")]
    [InlineData("Get-OrchestratorStatus")]
    public void A_state_of_a_newer_schema(string command)
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"));
        folder.Run(Start + "-Simulate");
        using (
            var state = new SqliteConnection(
                $"Data Source={folder.At("jobs.orchestrator.db")};Pooling=False"
            )
        )
        {
            state.Open();
            using var newer = state.CreateCommand();
            newer.CommandText = "PRAGMA user_version = 99";
            newer.ExecuteNonQuery();
        }

        Refusal.AssertOneError(folder.Run(command), "StateNewer", "jobs.orchestrator.db");
    }

    [Theory]
    [InlineData("jobs.csv/below.db", "its folder does not exist")]
    [InlineData("nowhere/below.db", "its folder does not exist")]
    [InlineData(".", "it is a folder")]
    public void A_state_that_cannot_be_written(string path, string said)
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"));

        var run = folder.Run(Start + $"-Simulate -StatePath {path}");

        Refusal.AssertOneError(run, "StateUnwritable", said);
    }

    [Theory]
    [InlineData("Get-OrchestratorStatus -StatePath jobs.orchestrator.db")]
    [InlineData("Get-OrchestratorJob")]
    [InlineData("Get-RetryPassSummary")]
    [InlineData("Reset-OrchestratorJob -JobId v1")]
    [InlineData("Stop-OrchestratorRun")]
    public void A_state_that_is_not_there(string command)
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"));

        Refusal.AssertOneError(folder.Run(command), "StateNotFound", "jobs.orchestrator.db");
        Assert.False(File.Exists(folder.At("jobs.orchestrator.db")));
    }

    [Fact]
    public void Neither_a_list_nor_a_state()
    {
        using var folder = new JobsFolder();

        Refusal.AssertOneError(
            folder.Run("Get-OrchestratorStatus"),
            "StateNotFound",
            "jobs.orchestrator.db"
        );
    }

    [Fact]
    public void A_real_run_on_the_state_of_a_simulation()
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"));
        folder.Run(Start + "-Simulate");
        var before = File.ReadAllBytes(folder.At("jobs.orchestrator.db"));

        Refusal.AssertOneError(
            folder.Run(Start + "-ScriptBlock { }"),
            "StateSimulated",
            "-StatePath"
        );
        Refusal.AssertOneError(
            folder.Run(Start + "-ScriptBlock { } -WhatIf"),
            "StateSimulated",
            "-StatePath"
        );
        Assert.Equal(before, File.ReadAllBytes(folder.At("jobs.orchestrator.db")));
    }
}
