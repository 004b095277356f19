using RetryOrchestrator.Engine.Configuration;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>The settings of programs that run jobs, or are asked about them.</summary>
public static class ProgramSettings
{
    /// <summary>The program that runs a job.</summary>
    public static SettingDefinition Command { get; } =
        SettingDefinition.Of("Command", SettingKind.Program, "The program that runs a job.");

    /// <summary>Its arguments.</summary>
    public static SettingDefinition ArgumentList { get; } =
        SettingDefinition.Of(
            "ArgumentList",
            SettingKind.List,
            "Its arguments, with {column} placeholders."
        );

    /// <summary>Where programs run, and scripts too.</summary>
    public static SettingDefinition WorkingDirectory { get; } =
        SettingDefinition.Of(
            "WorkingDirectory",
            SettingKind.Path,
            "The folder in which programs and scripts run."
        );

    /// <summary>The program that is asked about an uncertain job.</summary>
    public static SettingDefinition VerifyCommand { get; } =
        SettingDefinition.Of(
            "VerifyCommand",
            SettingKind.Program,
            "The program that is asked whether an uncertain job was done."
        );

    /// <summary>Its arguments.</summary>
    public static SettingDefinition VerifyArgumentList { get; } =
        SettingDefinition.Of(
            "VerifyArgumentList",
            SettingKind.List,
            "Its arguments, with {column} placeholders."
        );
}
