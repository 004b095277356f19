using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Configuration;

/// <summary>The settings in force.</summary>
/// <param name="Options">The limits.</param>
/// <param name="Effective">
/// Every setting that has a value, in the order of <see cref="SettingCatalog"/>, and where it came from.
/// </param>
/// <param name="Values">Values that are not defaults, by setting name: int, bool, string, string[] or a dictionary of string, long and bool.</param>
public sealed record ResolvedSettings(
    OrchestratorOptions Options,
    IReadOnlyList<EffectiveSetting> Effective,
    IReadOnlyDictionary<string, object> Values
)
{
    /// <summary>The text of a setting, or null.</summary>
    public string? Text(SettingDefinition setting) =>
        Values.GetValueOrDefault(setting.Name) as string;

    /// <summary>The texts of a setting, or none.</summary>
    public IReadOnlyList<string> List(SettingDefinition setting) =>
        Values.GetValueOrDefault(setting.Name) as string[] ?? [];

    /// <summary>The values of a setting by name (string, long or bool), or none.</summary>
    public IReadOnlyDictionary<string, object> Table(SettingDefinition setting) =>
        Values.GetValueOrDefault(setting.Name) as IReadOnlyDictionary<string, object>
        ?? new Dictionary<string, object>();

    /// <summary>The number of a setting, or null.</summary>
    public int? Number(SettingDefinition setting) => Values.GetValueOrDefault(setting.Name) as int?;

    /// <summary>Whether a switch is on.</summary>
    public bool IsOn(SettingDefinition setting) => Values.GetValueOrDefault(setting.Name) is true;

    /// <summary>Whether it was given as a parameter.</summary>
    public bool IsParameter(SettingDefinition setting) =>
        Effective.Any(one => one.Name == setting.Name && one.Source == SettingSource.Parameter);
}

/// <summary>A parameter beats the configuration file, which beats the default.</summary>
public static class SettingsResolver
{
    /// <summary>Resolves all settings.</summary>
    /// <param name="catalog">The settings that there are.</param>
    /// <param name="parameters">The parameters that were given, by name or alias; names that are no settings are left out.</param>
    /// <param name="file">The configuration file, read by the same catalog; or null.</param>
    /// <exception cref="ConfigurationException">A parameter is out of its range.</exception>
    public static ResolvedSettings Resolve(
        SettingCatalog catalog,
        IReadOnlyDictionary<string, object?> parameters,
        ConfigurationFile? file
    )
    {
        var given = CheckParameters(catalog, parameters);
        var options = new OrchestratorOptions();
        var effective = new List<EffectiveSetting>();
        var values = new Dictionary<string, object>();
        foreach (var setting in catalog.All)
        {
            if (given.TryGetValue(setting.Name, out var value))
            {
                Use(setting, value, SettingSource.Parameter, setting.Name);
            }
            else if (file is not null && file.Values.TryGetValue(setting.Name, out value))
            {
                Use(setting, value, SettingSource.File, file.Path);
            }
            else if (setting.Default.Length > 0)
            {
                effective.Add(new(setting.Name, setting.Default, SettingSource.Default, ""));
            }
        }

        return new ResolvedSettings(options, effective, values);

        void Use(SettingDefinition setting, object value, SettingSource source, string origin)
        {
            options = setting.Apply?.Invoke(options, value) ?? options;
            values[setting.Name] = value;
            effective.Add(new(setting.Name, SettingValue.Describe(setting, value), source, origin));
        }
    }

    private static Dictionary<string, object> CheckParameters(
        SettingCatalog catalog,
        IReadOnlyDictionary<string, object?> parameters
    )
    {
        var values = new Dictionary<string, object>();
        var faults = new List<string>();
        foreach (var (name, value) in parameters)
        {
            if (catalog.Find(name) is not { } setting)
            {
                continue;
            }

            if (SettingValue.Check(setting, value, out var problem) is { } accepted)
            {
                values[setting.Name] = accepted;
            }
            else
            {
                faults.Add(problem);
            }
        }

        return faults.Count == 0 ? values : throw ConfigurationException.OfCommand(faults);
    }
}
