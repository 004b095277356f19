using RetryOrchestrator.Engine.Passes;

namespace RetryOrchestrator.Engine.Configuration;

/// <summary>What a setting's value is.</summary>
public enum SettingKind
{
    /// <summary>A whole number within a range.</summary>
    Number,

    /// <summary>True or false.</summary>
    Switch,

    /// <summary>Text that is not empty.</summary>
    Text,

    /// <summary>A file or folder; in the configuration file relative to that file.</summary>
    Path,

    /// <summary>A program: a name to be found on PATH, or a path.</summary>
    Program,

    /// <summary>A list of texts.</summary>
    List,

    /// <summary>A table: texts, whole numbers, true or false, by name.</summary>
    Table,

    /// <summary>One of a few words.</summary>
    Choice,
}

/// <summary>
/// A setting: what the parameter and the configuration file call it, and what it may be. The one
/// statement of its name, range and default; it stands in the assembly that it belongs to.
/// </summary>
public sealed record SettingDefinition
{
    /// <summary>The parameter's name.</summary>
    public required string Name { get; init; }

    /// <summary>What its value is.</summary>
    public required SettingKind Kind { get; init; }

    /// <summary>What it does, in a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>Other names it answers to.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The least a number may be.</summary>
    public int Minimum { get; init; }

    /// <summary>The most a number may be.</summary>
    public int Maximum { get; init; } = int.MaxValue;

    /// <summary>What follows the number when it is shown, such as <c>s</c>.</summary>
    public string Unit { get; init; } = "";

    /// <summary>The words of a choice.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Whether a table's values are names, which true and false cannot be.</summary>
    public bool OfNames { get; init; }

    /// <summary>The default as it is shown; empty when there is none.</summary>
    public string Default { get; init; } = "";

    /// <summary>How a number or a switch enters the options; null when the caller uses it itself.</summary>
    public Func<OrchestratorOptions, object, OrchestratorOptions>? Apply { get; init; }

    /// <summary>A switch, off by default, that its owner reads itself.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="description">What it does, in a sentence.</param>
    public static SettingDefinition Switch(string name, string description) =>
        Of(name, SettingKind.Switch, description) with
        {
            Default = "False",
        };

    /// <summary>A setting without a default, that its owner reads itself.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="kind">What its value is.</param>
    /// <param name="description">What it does, in a sentence.</param>
    public static SettingDefinition Of(string name, SettingKind kind, string description) =>
        new()
        {
            Name = name,
            Kind = kind,
            Description = description,
        };

    /// <summary>What would be right, for messages.</summary>
    public string Expected =>
        Kind switch
        {
            SettingKind.Number => $"a whole number from {Minimum} to {Maximum}",
            SettingKind.Switch => "true or false",
            SettingKind.List => "a list of texts, such as [\"a\", \"b\"]",
            SettingKind.Table when OfNames => "a table of texts by name, such as { \"a\": \"b\" }",
            SettingKind.Table => "a table of names and values, such as { \"a\": \"b\" }",
            SettingKind.Choice => $"one of {string.Join(", ", Choices)}",
            _ => "a text that is not empty and has no NUL character",
        };

    /// <summary>Whether this is the setting's name or one of its aliases, ignoring case.</summary>
    public bool Answers(string name) =>
        Name.Equals(name, StringComparison.OrdinalIgnoreCase)
        || Aliases.Contains(name, StringComparer.OrdinalIgnoreCase);
}
