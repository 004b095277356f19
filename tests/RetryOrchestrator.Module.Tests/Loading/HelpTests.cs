namespace RetryOrchestrator.Module.Tests.Loading;

/// <summary>Get-Help finds the module's files, although its assemblies lie in bin/deps.</summary>
public sealed class HelpTests
{
    [Fact]
    public void Get_Help_shows_the_synopsis_of_a_cmdlet()
    {
        using var module = new ModuleRunspace();

        var help = module.Run("Get-Help Resolve-OrchestratorFailure");

        // Without a help file Get-Help puts the syntax in the synopsis's place.
        var synopsis = $"{help[0, "Synopsis"]}";
        Assert.NotEmpty(synopsis);
        Assert.DoesNotContain("<CommonParameters>", synopsis);
    }

    [Fact]
    public void Get_Help_shows_the_about_topic()
    {
        using var module = new ModuleRunspace();

        var help = module.Run("Get-Help about_RetryOrchestrator");

        Assert.Contains("about_RetryOrchestrator", $"{Assert.Single(help.Output)}");
    }
}
