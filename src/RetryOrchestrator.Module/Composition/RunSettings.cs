using RetryOrchestrator.Devices;
using RetryOrchestrator.Engine.Configuration;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Executors.Simulated;
using RetryOrchestrator.Module.Runspaces;

namespace RetryOrchestrator.Module.Composition;

/// <summary>
/// All settings of a run: the engine's, and what each kind of executor contributes. The order is that
/// of the start-up block and of the documents, which put together what is used together.
/// </summary>
internal static class RunSettings
{
    /// <summary>The settings that parameters and the configuration file may give.</summary>
    public static SettingCatalog Catalog { get; } =
        new([
            .. EngineSettings.OfAttempts,
            LeftoverSettings.EndLeftovers,
            LeftoverSettings.SpareProcess,
            .. EngineSettings.OfRuns,
            ProgramSettings.Command,
            ProgramSettings.ArgumentList,
            ScriptSettings.ScriptPath,
            ProgramSettings.WorkingDirectory,
            ScriptSettings.FailOnExitCode,
            ProgramSettings.VerifyCommand,
            ProgramSettings.VerifyArgumentList,
            ScriptSettings.VerifyScript,
            SimulationSettings.Simulate,
            SimulationSettings.SimulateSeed,
            .. DeviceSettings.All,
        ]);
}
