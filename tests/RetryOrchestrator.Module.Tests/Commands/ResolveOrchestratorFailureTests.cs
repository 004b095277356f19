namespace RetryOrchestrator.Module.Tests.Commands;

public sealed class ResolveOrchestratorFailureTests
{
    [Fact]
    public void Failures_are_resolved_from_messages_codes_and_errors()
    {
        using var folder = new JobsFolder();

        Assert.Equal(
            "Infrastructure",
            $"{folder.Run("'ADB timeout' | Resolve-OrchestratorFailure")[0, "Category"]}"
        );
        Assert.Equal(
            "Unknown",
            $"{folder.Run("Resolve-OrchestratorFailure -ExitCode 17")[0, "Category"]}"
        );
        Assert.Equal(
            "Infrastructure",
            $"{folder.Run("try { throw [TimeoutException]::new('x') } catch { $_ | Resolve-OrchestratorFailure }")[0, "Category"]}"
        );
    }

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

    [Theory]
    [InlineData("-Signal SIGKILL", "Infrastructure killed 137 9")]
    [InlineData("-Signal term", "Infrastructure killed 143 15")]
    [InlineData("-Signal 11", "Unknown crashed 139 11")]
    [InlineData("-ExitCode 137", "Infrastructure killed 137 ")]
    [InlineData("-ExitCode 127", "Infrastructure command_not_found 127 ")]
    [InlineData("'gone' -ExitCode 143 -Signal 15", "Infrastructure killed 143 15")]
    public void A_signal_is_sorted_with_or_without_a_message(string asked, string expected)
    {
        using var folder = new JobsFolder();

        var resolved = folder.Run($"Resolve-OrchestratorFailure {asked}");

        Assert.Equal(
            expected,
            $"{resolved[0, "Category"]} {resolved[0, "Type"]} {resolved[0, "ExitCode"]} {resolved[0, "Signal"]}"
        );
    }

    [Fact]
    public void A_rule_of_the_users_for_a_signal_is_shown_at_work()
    {
        using var folder = new JobsFolder();
        folder.Write("rules.csv", "category,type,signal\ninput,too_large,KILL\n");

        var resolved = folder.Run(
            "Resolve-OrchestratorFailure -Signal 9 -FailureRulesPath rules.csv"
        );

        Assert.Equal("too_large", resolved[0, "Type"]);
    }

    [Fact]
    public void A_word_that_is_no_signal_is_refused()
    {
        using var folder = new JobsFolder();

        var resolved = folder.Run("Resolve-OrchestratorFailure -Signal SIGNOPE");

        Assert.Contains("no signal's number or name", $"{resolved.Error.Exception.Message}");
    }
}
