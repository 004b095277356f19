namespace RetryOrchestrator.Module.Tests.Shell;

/// <summary>The files of <c>tests/Pester</c> in the real shell: each of their tests is one here.</summary>
public sealed class PesterTests
{
    /// <summary>Runs them all, once, in one shell.</summary>
    public static async Task<IEnumerable<TheoryDataRow<PesterResult>>> Results() =>
        from result in await PesterRun.RunAsync(TestContext.Current.CancellationToken)
        select new TheoryDataRow<PesterResult>(result)
        {
            TestDisplayName = $"Pester: {result.Name}",
        };

    [Theory]
    [MemberData(nameof(Results), DisableDiscoveryEnumeration = true)]
    public void In_the_real_shell(PesterResult result) =>
        Assert.True(result.Outcome == "Passed", $"{result}: {result.Message}");
}
