using RetryOrchestrator.Engine.Configuration;

namespace RetryOrchestrator.Engine.Tests.Support;

/// <summary>
/// The engine's settings, and some of each kind that executors have: what those are called in
/// earnest is theirs.
/// </summary>
internal static class SampleSettings
{
    public static SettingCatalog Catalog { get; } =
        new([
            .. EngineSettings.OfAttempts,
            .. EngineSettings.OfRuns,
            SettingDefinition.Of("Command", SettingKind.Program, "A program."),
            SettingDefinition.Of("ArgumentList", SettingKind.List, "A list."),
            SettingDefinition.Of("ScriptPath", SettingKind.Path, "A path."),
            SettingDefinition.Switch("Simulate", "A switch."),
            SettingDefinition.Of("SimulateSeed", SettingKind.Number, "Any number.") with
            {
                Minimum = int.MinValue,
            },
            SettingDefinition.Of("AccountDevice", SettingKind.Table, "A table of names.") with
            {
                OfNames = true,
            },
            SettingDefinition.Of("AppiumCapability", SettingKind.Table, "A table."),
            SettingDefinition.Of("AppiumUrl", SettingKind.Text, "A text."),
        ]);
}
