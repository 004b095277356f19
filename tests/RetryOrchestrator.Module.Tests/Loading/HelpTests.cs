namespace RetryOrchestrator.Module.Tests.Loading;

/// <summary>Get-Help finds the module's files, although its assemblies lie in bin/deps.</summary>
public sealed class HelpTests
{
    [Fact]
    public void Get_Help_shows_the_synopsis_of_a_cmdlet()
    {
        using var module = new ModuleRunspace();

        var help = module.Run("Get-Help Resolve-OrchestratorFailure");

        Assert.Contains("sorted", $"{help[0, "Synopsis"]}");
    }

    [Fact]
    public void Get_Help_shows_the_about_topic()
    {
        using var module = new ModuleRunspace();

        var help = module.Run("Get-Help about_RetryOrchestrator");

        Assert.Contains("retry passes", $"{Assert.Single(help.Output)}");
    }
}
