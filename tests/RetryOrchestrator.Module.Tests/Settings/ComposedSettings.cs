using System.Collections;
using System.Reflection;

namespace RetryOrchestrator.Module.Tests.Settings;

/// <summary>
/// The settings as the module puts them together. They are read from the module that a session has
/// imported, whose libraries are not those of the tests.
/// </summary>
public sealed class ComposedSettings
{
    private readonly Assembly _module;

    public ComposedSettings()
    {
        using var module = new ModuleRunspace();
        var command = module
            .Run("(Get-Command Start-OrchestratorRun).ImplementingType")
            .Output.Select(type => (Type)type.BaseObject)
            .Single();
        _module = command.Assembly;
        var composition = _module.GetType(
            "RetryOrchestrator.Module.Composition.RunSettings",
            throwOnError: true
        )!;
        dynamic catalog = composition.GetProperty("Catalog")!.GetValue(null)!;
        All = [.. ((IEnumerable)catalog.All).Cast<object>().Select(ComposedSetting.Of)];
    }

    /// <summary>The settings, in their order.</summary>
    public IReadOnlyList<ComposedSetting> All { get; }

    /// <summary>The setting of a name, or null.</summary>
    public ComposedSetting? Find(string name) => All.SingleOrDefault(one => one.Name == name);

    /// <summary>The names of those that any of the module's libraries describes, composed or not.</summary>
    public IEnumerable<string> Described() =>
        AppDomain
            .CurrentDomain.GetAssemblies()
            .Where(one => !one.IsDynamic && FolderOf(one) == FolderOf(_module))
            .Where(one => one.GetName().Name!.StartsWith("RetryOrchestrator."))
            .SelectMany(one => one.GetTypes())
            .Where(type => type.IsAbstract && type.IsSealed)
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Static))
            .SelectMany(Described)
            .Distinct();

    private static string? FolderOf(Assembly library) => Path.GetDirectoryName(library.Location);

    private static IEnumerable<string> Described(PropertyInfo property) =>
        property.PropertyType.Name == "SettingDefinition"
            ? [ComposedSetting.Of(property.GetValue(null)!).Name]
        : property.PropertyType.GenericTypeArguments is [{ Name: "SettingDefinition" }]
            ? ((IEnumerable)property.GetValue(null)!)
                .Cast<object>()
                .Select(one => ComposedSetting.Of(one).Name)
        : [];
}

/// <summary>A setting, with what can be said of it.</summary>
public sealed record ComposedSetting(
    string Name,
    string Kind,
    string Description,
    string Default,
    string Unit,
    int Minimum,
    int Maximum,
    IReadOnlyList<string> Aliases,
    IReadOnlyList<string> Choices
)
{
    internal static ComposedSetting Of(object definition)
    {
        dynamic one = definition;
        return new(
            one.Name,
            one.Kind.ToString(),
            one.Description,
            one.Default,
            one.Unit,
            one.Minimum,
            one.Maximum,
            (IReadOnlyList<string>)one.Aliases,
            (IReadOnlyList<string>)one.Choices
        );
    }
}
