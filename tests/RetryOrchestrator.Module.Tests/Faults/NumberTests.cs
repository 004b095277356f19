namespace RetryOrchestrator.Module.Tests.Faults;

/// <summary>A number is whole and in its range, in every parameter that takes one.</summary>
public sealed class NumberTests
{
    [Theory]
    [InlineData("-Workers 0")]
    [InlineData("-MaxPasses 0")]
    [InlineData("-MaxAttemptsPerJob 1001")]
    [InlineData("-RetryDelay -1")]
    [InlineData("-JobTimeoutSeconds 0")]
    public void A_number_out_of_its_range(string arguments)
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"));

        var run = folder.Run("Start-OrchestratorRun -Simulate " + arguments);

        Refusal.AssertOneError(run, "ParameterArgumentValidationError", "range");
    }

    [Theory]
    [InlineData("-JobTimeoutSeconds '1,5'", "'1,5' is no whole number")]
    [InlineData("-JobTimeoutSeconds 1,5", "'1,5' is no whole number")]
    [InlineData("-JobTimeoutSeconds 1.5", "'1.5' is no whole number")]
    [InlineData("-Workers 2.5", "'2.5' is no whole number")]
    [InlineData("-Workers ([decimal]2.5)", "'2.5' is no whole number")]
    [InlineData("-MaxPasses '1.000'", "'1.000' is no whole number")]
    [InlineData("-MaxAttemptsPerJob '1e1'", "'1e1' is no whole number")]
    [InlineData("-InfrastructureRetryLimit '3 retries'", "'3 retries' is no whole number")]
    [InlineData("-RetryDelaySeconds '0x10'", "'0x10' is no whole number")]
    [InlineData("-ShutdownTimeoutSeconds five", "'five' is no whole number")]
    [InlineData("-SimulateSeed '1,000'", "'1,000' is no whole number")]
    [InlineData("-SimulateSeed '1\u00A0000'", "is no whole number")]
    public void A_number_that_is_not_whole(string arguments, string said)
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"));

        var run = folder.Run("Start-OrchestratorRun -Simulate " + arguments);

        Refusal.AssertOneError(run, "ParameterArgumentTransformationError", said);
        Assert.False(File.Exists(folder.At("jobs.orchestrator.db")));
    }

    [Theory]
    [InlineData("Get-RetryPassSummary 1.5")]
    [InlineData("Get-RetryPassSummary -Pass '1,5'")]
    [InlineData("Get-RetryPassSummary -Pass 1, 2.5")]
    [InlineData("Get-RetryPassSummary -RunId 1.5")]
    [InlineData("Resolve-OrchestratorFailure -ExitCode 1.5")]
    public void A_number_must_be_whole_in_other_cmdlets_too(string command)
    {
        using var folder = new JobsFolder();

        Assert.StartsWith(
            "ParameterArgumentTransformationError",
            folder.Run(command).Error.FullyQualifiedErrorId
        );
    }

    [Fact]
    public void Every_number_of_every_cmdlet_takes_whole_ones_only()
    {
        using var folder = new JobsFolder();
        var numbers = folder
            .Run(
                """
                foreach ($command in Get-Command -Module RetryOrchestrator -CommandType Cmdlet) {
                    foreach ($parameter in $command.Parameters.Values) {
                        $type = "$($parameter.ParameterType)"
                        if ($type -match '^(int|long|System.Nullable\[int\]|int\[\])$' -and
                            $parameter.Name -notin 'OutBuffer' -and
                            'WholeNumberAttribute' -notin $parameter.Attributes.ForEach{ $_.GetType().Name }) {
                            "$($command.Name) -$($parameter.Name)"
                        }
                    }
                }
                """
            )
            .Output;

        Assert.Empty(numbers.Select(number => $"{number}"));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("'2'")]
    [InlineData("' 2 '")]
    [InlineData("2.0")]
    [InlineData("([long]2)")]
    [InlineData("(1 + 1)")]
    public void A_whole_number_in_whatever_type(string number)
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"));

        var run = folder.Run($"Start-OrchestratorRun -Simulate -MaxPasses {number}");

        Assert.Equal(2, run[0, "MaxPasses"]);
    }
}
