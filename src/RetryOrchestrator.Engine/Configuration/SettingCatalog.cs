using RetryOrchestrator.Engine.Passes;

namespace RetryOrchestrator.Engine.Configuration;

/// <summary>All settings, in the order in which they are shown.</summary>
public static class SettingCatalog
{
    private const int Week = 7 * 24 * 3600;

    /// <summary>The settings.</summary>
    public static IReadOnlyList<SettingDefinition> All { get; } =
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
        new()
        {
            Name = "EndLeftovers",
            Kind = SettingKind.Choice,
            Choices = ["Failed", "Always"],
            Default = "Failed",
            Description = "After which attempts the processes that they leave at work are ended.",
            Apply = (options, value) => options with { EndLeftoversAlways = value is "Always" },
        },
        Plain("SpareProcess", SettingKind.List, "Servers that are never ended, by name."),
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
        new()
        {
            Name = "Banner",
            Kind = SettingKind.Choice,
            Choices = ["Block", "Box", "None"],
            Default = "Block",
            Description = "How loudly a pass announces itself.",
        },
        Plain("FailureRulesPath", SettingKind.Path, "A file of failure rules, JSON or CSV."),
        Plain("Command", SettingKind.Program, "The program that runs a job."),
        Plain("ArgumentList", SettingKind.List, "Its arguments, with {column} placeholders."),
        Plain("ScriptPath", SettingKind.Path, "The PowerShell script that runs a job."),
        Plain(
            "WorkingDirectory",
            SettingKind.Path,
            "The folder in which programs and scripts run."
        ),
        Switch(
            "FailOnExitCode",
            "A script whose last program ended with a code other than 0 has failed."
        ),
        Plain(
            "VerifyCommand",
            SettingKind.Program,
            "The program that is asked whether an uncertain job was done."
        ),
        Plain("VerifyArgumentList", SettingKind.List, "Its arguments, with {column} placeholders."),
        Plain(
            "VerifyScript",
            SettingKind.Path,
            "The PowerShell script that is asked whether an uncertain job was done."
        ),
        Switch("Simulate", "Runs no job, and makes up outcomes."),
        Plain("SimulateSeed", SettingKind.Number, "The seed of made-up outcomes.") with
        {
            Minimum = int.MinValue,
        },
        Plain("FlowPath", SettingKind.Path, "The device flow that runs a job."),
        Plain("Device", SettingKind.List, "The devices to use, by serial.") with
        {
            Aliases = ["DevicePool"],
        },
        Plain("AccountDevice", SettingKind.Table, "The device of each account, by serial.") with
        {
            OfNames = true,
        },
        Plain("AccountDevicePath", SettingKind.Path, "A CSV file of accounts and devices."),
        Switch("KeepAccountDevice", "An account keeps the device it used first."),
        Plain("AdbPath", SettingKind.Program, "The adb program."),
        Plain("AppiumUrl", SettingKind.Text, "The W3C endpoint for device sessions."),
        Plain("AppiumCapability", SettingKind.Table, "Further capabilities of each session."),
        Plain("AppiumHome", SettingKind.Path, "The folder of the Appium installation."),
    ];

    /// <summary>The setting of that name or alias, or null.</summary>
    public static SettingDefinition? Find(string name) =>
        All.FirstOrDefault(setting => setting.Answers(name));

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
        Func<OrchestratorOptions, bool, OrchestratorOptions>? apply = null
    ) =>
        new()
        {
            Name = name,
            Kind = SettingKind.Switch,
            Description = description,
            Default = "False",
            Apply = apply is null ? null : (options, value) => apply(options, (bool)value),
        };

    private static SettingDefinition Plain(string name, SettingKind kind, string description) =>
        new()
        {
            Name = name,
            Kind = kind,
            Description = description,
        };
}
