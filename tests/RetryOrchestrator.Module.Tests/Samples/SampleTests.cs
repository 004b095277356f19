namespace RetryOrchestrator.Module.Tests.Samples;

/// <summary>The samples end as the README says. Each is run from a copy.</summary>
public sealed class SampleTests : IDisposable
{
    private readonly DirectoryInfo _copy = Directory.CreateTempSubdirectory("samples-");

    public SampleTests()
    {
        var samples = RepositoryRoot.Of("src", "RetryOrchestrator.Module", "samples");
        foreach (var file in Directory.EnumerateFiles(samples, "*", SearchOption.AllDirectories))
        {
            // What trying them out left beside them is no part of them.
            var isTrace =
                file.Contains(".orchestrator.db")
                || file.Contains(".artifacts")
                || file.EndsWith(".progress.csv");
            if (!isTrace)
            {
                var target = Path.Combine(_copy.FullName, Path.GetRelativePath(samples, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
        }
    }

    public void Dispose() => _copy.Delete(recursive: true);

    [Fact]
    public void First_is_done_after_exactly_three_passes_and_then_has_nothing_to_do()
    {
        using var module = InSample("first");

        var run = module.Run("Start-OrchestratorRun -RetryDelaySeconds 0");
        var again = module.Run("Start-OrchestratorRun");

        Assert.Empty(run.Errors);
        Assert.Equal([5, 2, 1], Column(run, "Succeeded"));
        Assert.Equal("AllComplete", $"{run[2, "Result"]}");
        Assert.Empty(again.Output);
        Assert.Empty(again.Errors);
    }

    [Fact]
    public void Accounts_ends_with_what_is_not_retried_and_skips_the_suspended_accounts_jobs()
    {
        using var module = InSample("accounts");

        var run = module.Run("Start-OrchestratorRun -RetryDelaySeconds 0");

        Assert.StartsWith("RunIncomplete", run.Error.FullyQualifiedErrorId);
        Assert.Equal([2, 0], Column(run, "FailedAccount"));
        Assert.Equal([1, 0], Column(run, "FailedInput"));
        Assert.Equal([2, 0], Column(run, "Skipped"));
        Assert.Equal("OnlyNonRetryable", $"{run[1, "Result"]}");
        Assert.Equal(3, run[1, "RunSucceeded"]);
    }

    [Fact]
    public void Programs_fails_in_each_of_the_four_ways_as_a_shell_script()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no sh.");
        using var module = InSample("programs");

        AssertEachWay(module.Run("Start-OrchestratorRun -RetryDelaySeconds 0"), module);
        var evidence = Directory.GetFiles(_copy.FullName, "job.json", SearchOption.AllDirectories);
        Assert.Contains(evidence, file => File.ReadAllText(file).Contains("$HOME: nothing here"));
    }

    [Fact]
    public void Programs_fails_in_each_of_the_four_ways_as_a_PowerShell_script()
    {
        using var module = InSample("programs");

        AssertEachWay(
            module.Run("Start-OrchestratorRun -ConfigPath script.json -RetryDelaySeconds 0"),
            module
        );
    }

    [Theory]
    [InlineData("failure-rules.csv")]
    [InlineData("failure-rules.json")]
    public void Rules_makes_account_and_infrastructure_failures_of_what_no_built_in_rule_knows(
        string rules
    )
    {
        using var module = InSample("rules");

        var run = module.Run(
            $"Start-OrchestratorRun -RetryDelaySeconds 0 -FailureRulesPath {rules}"
        );

        Assert.Equal([1, 0], Column(run, "FailedAccount"));
        Assert.Equal([2, 0], Column(run, "FailedInfrastructure"));
        Assert.Equal([1, 0], Column(run, "Skipped"));
        Assert.Equal("OnlyNonRetryable", $"{run[1, "Result"]}");
    }

    // Attempts that fail for unknown reasons are used up in the second pass: two are allowed.
    private static void AssertEachWay(ScriptResult run, ModuleRunspace module)
    {
        Assert.StartsWith("RunIncomplete", run.Error.FullyQualifiedErrorId);
        Assert.Equal([2, 1], Column(run, "Succeeded"));
        Assert.Equal([1, 0], Column(run, "FailedAccount"));
        Assert.Equal([1, 0], Column(run, "FailedInput"));
        Assert.Equal([1, 0], Column(run, "FailedInfrastructure"));
        Assert.Equal([1, 1], Column(run, "FailedUnknown"));
        var failed = module.Run("Get-OrchestratorJob -Status failed");
        Assert.Equal(["p2", "p4", "p5"], failed.Output.Select((_, i) => $"{failed[i, "JobId"]}"));
        Assert.Equal("suspended", $"{failed[0, "FailureType"]}");
    }

    private ModuleRunspace InSample(string name) => new(Path.Combine(_copy.FullName, name));

    private static IEnumerable<int> Column(ScriptResult run, string property) =>
        run.Output.Select((_, index) => (int)run[index, property]!);
}
