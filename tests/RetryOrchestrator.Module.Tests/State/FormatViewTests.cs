using System.Reflection;
using System.Xml.Linq;

namespace RetryOrchestrator.Module.Tests.State;

/// <summary>A view that names a property which is not there shows an empty column and no error.</summary>
public sealed class FormatViewTests
{
    [Fact]
    public void Views_name_types_and_properties_that_exist()
    {
        using var module = new ModuleRunspace();
        module.Run("Resolve-OrchestratorFailure x");
        module.Run("Get-OrchestratorDevice -AdbPath ./no-such-adb");
        var assemblies = AppDomain
            .CurrentDomain.GetAssemblies()
            .Where(assembly =>
                assembly.GetName().Name
                    is "RetryOrchestrator.Engine"
                        or "RetryOrchestrator.Devices"
                        or "RetryOrchestrator.Module"
            )
            .ToList();

        var views = XDocument
            .Load(
                Path.Combine(
                    Path.GetDirectoryName(RepositoryRoot.Manifest)!,
                    "RetryOrchestrator.Format.ps1xml"
                )
            )
            .Descendants("View")
            .ToList();

        Assert.NotEmpty(views);
        foreach (var view in views)
        {
            var name = view.Descendants("TypeName").Single().Value;
            var type = assemblies
                .Select(assembly => assembly.GetType(name))
                .OfType<Type>()
                .LastOrDefault();
            Assert.True(type is not null, $"There is no {name}");
            foreach (var property in view.Descendants("PropertyName"))
            {
                Assert.True(
                    type!.GetProperty(property.Value, BindingFlags.Public | BindingFlags.Instance)
                        is not null,
                    $"{type.Name} has no {property.Value}"
                );
            }

            // Who reads a heading types it: Sort-Object and Where-Object must know it.
            foreach (var label in view.Descendants("Label"))
            {
                Assert.True(
                    type!.GetProperty(label.Value, BindingFlags.Public | BindingFlags.Instance)
                        is not null,
                    $"{type.Name} has no {label.Value}, which a view calls a column"
                );
            }
        }
    }

    [Fact]
    public void Every_object_with_views_says_what_is_listed_of_it_without_one()
    {
        using var module = new ModuleRunspace();
        module.Run("Resolve-OrchestratorFailure x");
        module.Run("Get-OrchestratorDevice -AdbPath ./no-such-adb");
        var types = Load("RetryOrchestrator.Types.ps1xml").Descendants("Type").ToList();

        Assert.Equal(
            Load("RetryOrchestrator.Format.ps1xml")
                .Descendants("TypeName")
                .Select(type => type.Value)
                .Distinct()
                .Order(),
            types.Select(type => type.Element("Name")!.Value).Order()
        );
        foreach (var type in types)
        {
            var name = type.Element("Name")!.Value;
            var known = AppDomain
                .CurrentDomain.GetAssemblies()
                .Select(assembly => assembly.GetType(name))
                .OfType<Type>()
                .Last();
            Assert.All(
                type.Descendants("ReferencedProperties").Elements("Name"),
                property => Assert.NotNull(known.GetProperty(property.Value))
            );
        }
    }

    private static XDocument Load(string file) =>
        XDocument.Load(Path.Combine(Path.GetDirectoryName(RepositoryRoot.Manifest)!, file));

    [Fact]
    public void Every_object_has_a_table_and_a_list()
    {
        var views = XDocument
            .Load(
                Path.Combine(
                    Path.GetDirectoryName(RepositoryRoot.Manifest)!,
                    "RetryOrchestrator.Format.ps1xml"
                )
            )
            .Descendants("View")
            .ToLookup(view => view.Descendants("TypeName").Single().Value);

        Assert.All(
            views,
            type =>
            {
                Assert.Contains(type, view => view.Element("TableControl") is not null);
                Assert.Contains(type, view => view.Element("ListControl") is not null);
            }
        );
    }
}
