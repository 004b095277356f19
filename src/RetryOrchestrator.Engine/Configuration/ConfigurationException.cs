namespace RetryOrchestrator.Engine.Configuration;

/// <summary>A setting is wrong; the message names each place and what would be right.</summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>How many faults are spelled out; the rest are counted.</summary>
    public const int MaxShown = 100;

    /// <summary>One fault or several, reported at once.</summary>
    /// <param name="source">The file, or what else the settings came from.</param>
    /// <param name="faults">Each with its place.</param>
    public ConfigurationException(string source, IReadOnlyList<string> faults)
        : base(
            faults.Count == 1
                ? $"The configuration in '{source}' cannot be used: {faults[0]}"
                : $"The configuration in '{source}' cannot be used: {faults.Count} faults.\n"
                    + string.Join('\n', Shown(faults).Select(fault => $"  {fault}"))
        )
    {
        Place = source;
        Faults = Shown(faults);
    }

    /// <summary>The file, or what else the settings came from.</summary>
    public string Place { get; }

    /// <summary>What is wrong, each with its place.</summary>
    public IReadOnlyList<string> Faults { get; }

    private static IReadOnlyList<string> Shown(IReadOnlyList<string> faults) =>
        faults.Count <= MaxShown
            ? faults
            : [.. faults.Take(MaxShown), $"and {faults.Count - MaxShown} more."];
}
