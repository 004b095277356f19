namespace RetryOrchestrator.Module.Tests.Faults;

/// <summary>Settings that cannot be used get one terminating error, and no state is made.</summary>
public sealed class BadSettingTests
{
    private const string Start = "Start-OrchestratorRun -RetryDelaySeconds 0 ";

    [Theory]
    [InlineData("""{ "MaxPasses": 0 }""", "MaxPasses is 0")]
    [InlineData("""{ "Workers": "many" }""", "Workers is 'many'")]
    [InlineData("""{ "MaxPases": 3 }""", "Did you mean MaxPasses?")]
    [InlineData("{ nonsense", "line 1")]
    public void A_configuration_file_that_cannot_be_used(string configuration, string said)
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"));
        folder.Write("orchestrator.json", configuration);

        var run = folder.Run(Start + "-Simulate");

        Refusal.AssertOneError(run, "InvalidConfiguration", said);
        Assert.False(File.Exists(folder.At("jobs.orchestrator.db")));
    }

    [Theory]
    [InlineData("", "The command cannot be used: it does not say what runs a job")]
    [InlineData("", "-ScriptBlock")]
    [InlineData("-Command no-such-program", "The setting Command cannot be used: ")]
    [InlineData("-Command no-such-program", "'no-such-program' was not found")]
    [InlineData("-Command dotnet -ArgumentList '{no_such_column}'", "no_such_column")]
    [InlineData("-Command dotnet -WorkingDirectory nowhere", "nowhere' was not found")]
    [InlineData("-Command dotnet -WorkingDirectory jobs.csv", "is a file")]
    [InlineData("-Simulate -ConfigPath elsewhere.json", "elsewhere.json")]
    [InlineData("-Simulate -FailureRulesPath rules.csv", "rules.csv")]
    public void A_command_that_cannot_be_carried_out(string arguments, string said)
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"));

        var run = folder.Run(Start + arguments);

        Refusal.AssertOneError(run, "InvalidConfiguration", said);
        Assert.False(File.Exists(folder.At("jobs.orchestrator.db")));
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public void A_truth_value_is_no_serial(string value)
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"));

        var run = folder.Run(
            $"Start-OrchestratorRun -AccountDevice @{{ anna = ${value} }} -ScriptBlock {{ }}"
        );

        Refusal.AssertOneError(
            run,
            "InvalidConfiguration",
            $"'anna' is {value}; it must be a table of texts"
        );
        Assert.False(File.Exists(folder.At("jobs.orchestrator.db")));
    }
}
