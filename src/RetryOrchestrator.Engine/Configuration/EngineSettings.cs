using RetryOrchestrator.Engine.Passes;

namespace RetryOrchestrator.Engine.Configuration;

/// <summary>
/// The settings of the engine itself: the limits of a run, and how it is shown. What runs the jobs
/// has settings of its own, which stand with it.
/// </summary>
public static class EngineSettings
{
    private const int Week = 7 * 24 * 3600;

    /// <summary>How loudly a pass announces itself.</summary>
    public static SettingDefinition Banner { get; } =
        SettingDefinition.Of(
            "Banner",
            SettingKind.Choice,
            "How loudly a pass announces itself."
        ) with
        {
            Choices = ["Block", "Box", "None"],
            Default = "Block",
        };

    /// <summary>A file of failure rules.</summary>
    public static SettingDefinition FailureRulesPath { get; } =
        SettingDefinition.Of(
            "FailureRulesPath",
            SettingKind.Path,
            "A file of failure rules, JSON or CSV."
        );

    /// <summary>How many, how often and for how long jobs are attempted.</summary>
    public static IReadOnlyList<SettingDefinition> OfAttempts { get; } =
    [
        Number(
            "Workers",
            "Jobs that run at the same time.",
            (1, 1024),
            "3",
            "",
            (o, v) => o with { Workers = v }
        ),
        Number(
            "MaxPasses",
            "Passes of one run, the first included.",
            (1, 1000),
            "5",
            "",
            (o, v) => o with { MaxPasses = v }
        ),
        Number(
            "MaxAttemptsPerJob",
            "Attempts of one job over all passes of a run.",
            (1, 1000),
            "5",
            "",
            (o, v) => o with { MaxAttemptsPerJob = v }
        ),
        Number(
            "InfrastructureRetryLimit",
            "Retries granted to one job after infrastructure failures.",
            (0, 1000),
            "3",
            "",
            (o, v) => o with { InfrastructureRetryLimit = v }
        ),
        Number(
            "RetryDelaySeconds",
            "The wait between passes.",
            (0, Week),
            "30",
            "s",
            (o, v) => o with { RetryDelay = TimeSpan.FromSeconds(v) }
        ) with
        {
            Aliases = ["RetryDelay"],
        },
        Switch(
            "NoRetryUnknown",
            "Does not retry failures that no rule knows.",
            (o, v) => o with { RetryUnknown = !v }
        ),
        Number(
            "JobTimeoutSeconds",
            "The time limit of one attempt.",
            (1, Week),
            "300",
            "s",
            (o, v) => o with { JobTimeout = TimeSpan.FromSeconds(v) }
        ),
        Number(
            "ShutdownTimeoutSeconds",
            "The time a stopped attempt is given before it is killed.",
            (0, 3600),
            "10",
            "s",
            (o, v) => o with { ShutdownTimeout = TimeSpan.FromSeconds(v) }
        ),
    ];

    /// <summary>What is kept of a run, when it holds or stops itself, and how it is shown.</summary>
    public static IReadOnlyList<SettingDefinition> OfRuns { get; } =
    [
        Number(
            "MaxLogMegabytes",
            "The most that is kept of what one attempt says.",
            (1, 100_000),
            "50",
            " MB",
            (o, v) => o with { MaxLogBytes = v * 1_000_000L }
        ),
        Number(
            "MaxArtifactMegabytes",
            "The most that is kept of a run's logs and evidence; old logs of successes make room.",
            (1, int.MaxValue),
            "10000",
            " MB",
            (o, v) => o with { MaxArtifactBytes = v * 1_000_000L }
        ),
        Switch(
            "ContinueOnAccountFailure",
            "Goes on with an account's other jobs after an account failure.",
            (o, v) => o with { ContinueOnAccountFailure = v }
        ),
        Number(
            "OutageHoldSeconds",
            "How long a run may hold in all while everything fails alike.",
            (0, Week),
            "600",
            "s",
            (o, v) => o with { OutageHold = TimeSpan.FromSeconds(v) }
        ),
        Switch(
            "NoSlotGuard",
            "Does not set aside a worker on which different jobs fail.",
            (o, v) => o with { GuardSlots = !v }
        ),
        Switch(
            "NoPoisonGuard",
            "Does not run a job alone under which the process died.",
            (o, v) => o with { GuardAgainstPoison = !v }
        ),
        Switch(
            "ContinueOnMissingCommand",
            "Goes on when a command is missing, where the run would stop itself.",
            (o, v) => o with { ContinueOnMissingCommand = v }
        ),
        Switch(
            "FailOnFlaky",
            "A run in which jobs succeeded only on a retry is not a full success.",
            (o, v) => o with { FailOnFlaky = v }
        ),
        Switch(
            "NewJobsOnly",
            "Leaves all failures of earlier runs alone.",
            (o, v) => o with { NewJobsOnly = v }
        ),
        Banner,
        FailureRulesPath,
    ];

    private static SettingDefinition Number(
        string name,
        string description,
        (int Minimum, int Maximum) range,
        string standard,
        string unit,
        Func<OrchestratorOptions, int, OrchestratorOptions> apply
    ) =>
        new()
        {
            Name = name,
            Kind = SettingKind.Number,
            Description = description,
            Minimum = range.Minimum,
            Maximum = range.Maximum,
            Default = standard + unit,
            Unit = unit,
            Apply = (options, value) => apply(options, (int)value),
        };

    private static SettingDefinition Switch(
        string name,
        string description,
        Func<OrchestratorOptions, bool, OrchestratorOptions> apply
    ) =>
        SettingDefinition.Switch(name, description) with
        {
            Apply = (options, value) => apply(options, (bool)value),
        };
}
