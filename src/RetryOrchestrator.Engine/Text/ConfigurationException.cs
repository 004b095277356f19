namespace RetryOrchestrator.Engine.Text;

/// <summary>A setting is wrong; the message names each place and what would be right.</summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>How many faults are spelled out; the rest are counted.</summary>
    public const int MaxShown = 100;

    /// <summary>One fault or several of a file, reported at once.</summary>
    /// <param name="file">The file the settings came from.</param>
    /// <param name="faults">Each with its place.</param>
    public ConfigurationException(string file, IReadOnlyList<string> faults)
        : this(file, $"The configuration in '{file}'", faults) { }

    private ConfigurationException(string place, string subject, IReadOnlyList<string> faults)
        : base(
            faults.Count == 1
                ? $"{subject} cannot be used: {faults[0]}"
                : $"{subject} cannot be used: {faults.Count} faults.\n"
                    + string.Join('\n', Shown(faults).Select(fault => $"  {fault}"))
        )
    {
        Place = place;
        Faults = Shown(faults);
    }

    /// <summary>The file, the setting, or <c>the command</c>.</summary>
    public string Place { get; }

    /// <summary>What is wrong, each with its place.</summary>
    public IReadOnlyList<string> Faults { get; }

    /// <summary>Faults of what one setting names, wherever that was set.</summary>
    /// <param name="setting">Its name, such as <c>FlowPath</c>.</param>
    /// <param name="faults">Each with its place.</param>
    public static ConfigurationException OfSetting(string setting, IReadOnlyList<string> faults) =>
        new(setting, $"The setting {setting}", faults);

    /// <summary>Faults of what was typed.</summary>
    /// <param name="faults">Each with its parameter.</param>
    public static ConfigurationException OfCommand(IReadOnlyList<string> faults) =>
        new("the command", "The command", faults);

    private static IReadOnlyList<string> Shown(IReadOnlyList<string> faults) =>
        faults.Count <= MaxShown
            ? faults
            : [.. faults.Take(MaxShown), $"and {faults.Count - MaxShown} more."];
}
