using RetryOrchestrator.Engine.Configuration;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>The settings of what becomes of processes that attempts leave at work.</summary>
public static class LeftoverSettings
{
    /// <summary>A <see cref="LeftoverEnding"/>: after which attempts they are ended.</summary>
    public static SettingDefinition EndLeftovers { get; } =
        SettingDefinition.Of(
            "EndLeftovers",
            SettingKind.Choice,
            "After which attempts the processes that they leave at work are ended."
        ) with
        {
            Choices = Enum.GetNames<LeftoverEnding>(),
            Default = nameof(LeftoverEnding.Failed),
        };

    /// <summary>Servers that are never ended.</summary>
    public static SettingDefinition SpareProcess { get; } =
        SettingDefinition.Of(
            "SpareProcess",
            SettingKind.List,
            "Servers that are never ended, by name."
        );
}
