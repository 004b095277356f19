namespace RetryOrchestrator.Engine.Summary;

/// <summary>Where a setting's value came from.</summary>
/// <remarks>Its values are of 64 bits because ConvertTo-Json writes the words of such an enumeration, and numbers otherwise.</remarks>
public enum SettingSource : long
{
    /// <summary>The contract's default.</summary>
    Default,

    /// <summary>The configuration file.</summary>
    File,

    /// <summary>A parameter of the command.</summary>
    Parameter,
}

/// <summary>A setting as the start-up block and status show it.</summary>
/// <param name="Name">The parameter's name, such as <c>MaxPasses</c>.</param>
/// <param name="Value">The value in words, such as <c>30s</c>.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Origin">The file's path or the parameter's name; empty for a default.</param>
public readonly record struct EffectiveSetting(
    string Name,
    string Value,
    SettingSource Source,
    string Origin
)
{
    /// <summary>The value in words, such as <c>30s</c>.</summary>
    public string Value { get; init; } = Safe.Text(Value)!;

    /// <summary>The file's path or the parameter's name; empty for a default.</summary>
    public string Origin { get; init; } = Safe.Name(Origin)!;

    /// <summary>In one line: <c>MaxPasses = 3 (parameter)</c>, <c>Workers = 2 (/srv/orchestrator.json)</c>.</summary>
    public override string ToString() =>
        Source switch
        {
            SettingSource.Parameter => $"{Name} = {Value} (parameter)",
            SettingSource.File => $"{Name} = {Value} ({Origin})",
            _ => $"{Name} = {Value}",
        };
}
