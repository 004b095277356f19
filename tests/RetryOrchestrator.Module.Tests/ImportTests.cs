namespace RetryOrchestrator.Module.Tests;

public sealed class ImportTests
{
    [Fact]
    public void The_manifest_imports_from_the_checkout_after_a_build()
    {
        using var module = new ModuleRunspace();

        var result = module.Run("Resolve-OrchestratorFailure -Message 'x'");

        Assert.Equal("x", result[0, "Message"]);
    }
}
