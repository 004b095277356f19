using RetryOrchestrator.Devices;
using RetryOrchestrator.Engine.Configuration;
using RetryOrchestrator.Engine.Text;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Executors.Simulated;
using RetryOrchestrator.Module.Runspaces;

namespace RetryOrchestrator.Module.Composition;

/// <summary>What runs the jobs.</summary>
internal enum ExecutorKind
{
    /// <summary>Nothing does: outcomes are made up.</summary>
    Simulated,

    /// <summary>A program.</summary>
    Program,

    /// <summary>A script file.</summary>
    ScriptFile,

    /// <summary>A script block.</summary>
    ScriptBlock,

    /// <summary>A flow on an Android device.</summary>
    DeviceFlow,
}

/// <summary>Finds out which executor is meant.</summary>
internal static class ExecutorChoice
{
    private static readonly (SettingDefinition Setting, ExecutorKind Kind)[] Named =
    [
        (SimulationSettings.Simulate, ExecutorKind.Simulated),
        (ProgramSettings.Command, ExecutorKind.Program),
        (ScriptSettings.ScriptPath, ExecutorKind.ScriptFile),
        (DeviceSettings.FlowPath, ExecutorKind.DeviceFlow),
    ];

    /// <summary>The executor; one named by a parameter beats those of the configuration file.</summary>
    /// <param name="settings">The settings in force.</param>
    /// <param name="hasScriptBlock">Whether the command was given a script block.</param>
    /// <exception cref="ConfigurationException">None is named, or several are.</exception>
    public static ExecutorKind Of(ResolvedSettings settings, bool hasScriptBlock)
    {
        if (hasScriptBlock)
        {
            return ExecutorKind.ScriptBlock;
        }

        var named = Named.Where(choice => IsNamed(settings, choice.Setting)).ToList();
        var byParameter = named.Where(choice => settings.IsParameter(choice.Setting)).ToList();
        var chosen = byParameter.Count > 0 ? byParameter : named;
        return chosen switch
        {
            [var (_, kind)] => kind,
            [] => throw ConfigurationException.OfCommand([
                "it does not say what runs a job. Name one of these, here or in "
                    + $"{ConfigurationFile.FileName} beside the jobs file:\n"
                    + "  -Command PROGRAM [-ArgumentList ...]   a program for each job\n"
                    + "  -ScriptBlock { ... }                   a script block for each job\n"
                    + "  -ScriptPath FILE.ps1                   a script file for each job\n"
                    + "  -FlowPath FILE.yaml                    a flow on a phone for each job\n"
                    + "  -Simulate                              no job is run; outcomes are made up",
            ]),
            _ => throw ConfigurationException.OfCommand([
                "it names more than one thing to run a job: "
                    + string.Join(", ", chosen.Select(choice => choice.Setting.Name))
                    + ". Keep one.",
            ]),
        };
    }

    private static bool IsNamed(ResolvedSettings settings, SettingDefinition setting) =>
        settings.Values.TryGetValue(setting.Name, out var value) && value is not false;
}
