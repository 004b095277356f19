namespace RetryOrchestrator.Engine.Configuration;

/// <summary>
/// All settings that a run can be given: the engine's, and those of what runs the jobs. Immutable.
/// </summary>
public sealed class SettingCatalog
{
    /// <param name="all">The settings, in the order in which they are shown.</param>
    /// <exception cref="ArgumentException">Two of them answer to one name.</exception>
    public SettingCatalog(IReadOnlyList<SettingDefinition> all)
    {
        ArgumentNullException.ThrowIfNull(all);
        All = all;
        Names = [.. all.SelectMany(setting => setting.Aliases.Prepend(setting.Name))];
        var twice = Names
            .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(same => same.Count() > 1);
        if (twice is not null)
        {
            throw new ArgumentException($"Two settings answer to '{twice.Key}'.", nameof(all));
        }
    }

    /// <summary>The settings, in the order in which they are shown.</summary>
    public IReadOnlyList<SettingDefinition> All { get; }

    /// <summary>All that they answer to, aliases among it.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The setting of that name or alias, ignoring case; or null.</summary>
    public SettingDefinition? Find(string name) =>
        All.FirstOrDefault(setting => setting.Answers(name));
}
