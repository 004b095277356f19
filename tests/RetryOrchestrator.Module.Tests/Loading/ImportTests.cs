namespace RetryOrchestrator.Module.Tests.Loading;

public sealed class ImportTests
{
    [Fact]
    public void The_manifest_imports_from_the_checkout_after_a_build()
    {
        using var module = new ModuleRunspace();

        var result = module.Run("Resolve-OrchestratorFailure -Message 'x'");

        Assert.Equal("x", result[0, "Message"]);
    }

    [Fact]
    public void Every_cmdlet_that_the_module_has_is_exported_by_the_manifest()
    {
        using var module = new ModuleRunspace();

        var result = module.Run(
            """
            $module = Get-Module RetryOrchestrator
            $module.ExportedCmdlets.Keys
            "--"
            $module.ImplementingAssembly.GetExportedTypes() | ForEach-Object {
                foreach ($data in $_.GetCustomAttributesData()) {
                    if ($data.AttributeType.Name -eq 'CmdletAttribute') {
                        "$($data.ConstructorArguments[0].Value)-$($data.ConstructorArguments[1].Value)"
                    }
                }
            }
            """
        );

        var lines = result.Output.Select(line => line.ToString()).ToList();
        var cut = lines.IndexOf("--");
        Assert.Equal(lines[(cut + 1)..].Order(), lines[..cut].Order());
    }

    [Fact]
    public void The_module_comes_back_after_it_was_removed_with_the_same_types()
    {
        using var module = new ModuleRunspace();
        const string TypeOfOutput = "(Resolve-OrchestratorFailure x).GetType()";
        var before = module.Run(TypeOfOutput).Output[0].BaseObject;

        var removed = module.Run("Remove-Module RetryOrchestrator; Resolve-OrchestratorFailure x");
        module.Run("Import-Module $args[0]", RepositoryRoot.Manifest);

        Assert.Equal("CommandNotFoundException", removed.Error.FullyQualifiedErrorId);
        Assert.Same(before, module.Run(TypeOfOutput).Output[0].BaseObject);
    }

    [Fact]
    public void A_runspace_keeps_its_module_when_another_one_removes_it()
    {
        using var first = new ModuleRunspace();
        using var second = new ModuleRunspace();

        first.Run("Remove-Module RetryOrchestrator");

        Assert.Single(second.Run("Resolve-OrchestratorFailure x").Output);
        using var third = new ModuleRunspace();
        Assert.Single(third.Run("Resolve-OrchestratorFailure x").Output);
    }
}
