namespace RetryOrchestrator.Module.Tests.Commands;

public sealed class ResolveOrchestratorFailureTests
{
    [Fact]
    public void A_rule_that_takes_too_long_is_passed_over_with_one_warning()
    {
        using var folder = new JobsFolder();
        folder.Write("rules.csv", "category,type,message\naccount,x,(a|aa|b)+[d-e]\n");

        var resolved = folder.Run(
            $"'{new string('a', 60)}!', '{new string('a', 70)}!', 'aad' | "
                + "Resolve-OrchestratorFailure -FailureRulesPath rules.csv"
        );

        Assert.Equal(
            ["Unknown", "Unknown", "Account"],
            resolved.Output.Select(failure => $"{failure.Properties["Category"].Value}")
        );
        var warning = Assert.Single(resolved.Warnings);
        Assert.Contains("'rules.csv:2' took longer than 250 ms", warning.Message);
    }
}
