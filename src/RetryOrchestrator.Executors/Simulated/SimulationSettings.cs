using RetryOrchestrator.Engine.Configuration;

namespace RetryOrchestrator.Executors.Simulated;

/// <summary>The settings of runs that run no job.</summary>
public static class SimulationSettings
{
    /// <summary>Whether outcomes are made up.</summary>
    public static SettingDefinition Simulate { get; } =
        SettingDefinition.Switch("Simulate", "Runs no job, and makes up outcomes.");

    /// <summary>The seed of made-up outcomes, any whole number.</summary>
    public static SettingDefinition SimulateSeed { get; } =
        SettingDefinition.Of(
            "SimulateSeed",
            SettingKind.Number,
            "The seed of made-up outcomes."
        ) with
        {
            Minimum = int.MinValue,
        };
}
