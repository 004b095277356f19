using RetryOrchestrator.Engine.Configuration;

namespace RetryOrchestrator.Module.Runspaces;

/// <summary>The settings of scripts that run jobs, or are asked about them.</summary>
internal static class ScriptSettings
{
    /// <summary>The script that runs a job.</summary>
    public static SettingDefinition ScriptPath { get; } =
        SettingDefinition.Of(
            "ScriptPath",
            SettingKind.Path,
            "The PowerShell script that runs a job."
        );

    /// <summary>Whether a script fails with its last program.</summary>
    public static SettingDefinition FailOnExitCode { get; } =
        SettingDefinition.Switch(
            "FailOnExitCode",
            "A script whose last program ended with a code other than 0 has failed."
        );

    /// <summary>The script that is asked about an uncertain job.</summary>
    public static SettingDefinition VerifyScript { get; } =
        SettingDefinition.Of(
            "VerifyScript",
            SettingKind.Path,
            "The PowerShell script that is asked whether an uncertain job was done."
        );
}
