using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Rendering;

/// <summary>
/// The start-up block: the retry limits, then what else the run works with. A value that is no
/// default says where it came from.
/// </summary>
internal static class RetryConfigurationBlock
{
    private const int LabelColumns = 25;

    /// <summary>The block's lines, none wider than 80 columns.</summary>
    /// <param name="setup">What the run starts with.</param>
    /// <param name="style">With <see cref="BannerStyle.None"/> the rules are left out.</param>
    /// <param name="columns">What lines are wrapped to, from 40.</param>
    public static IReadOnlyList<string> Render(
        RunSetup setup,
        BannerStyle style,
        int columns = Frame.Width
    )
    {
        string[] rule = style == BannerStyle.None ? [] : [Frame.Rule];
        return
        [
            .. rule,
            "RETRY CONFIGURATION",
            .. rule,
            .. RetryLimits(setup.Options).SelectMany(row => Line(row, setup.Settings, columns)),
            .. rule,
            .. RunLimits(setup.Options).SelectMany(row => Line(row, setup.Settings, columns)),
            .. OtherSettings(setup).SelectMany(row => Line(row, setup.Settings, columns)),
            .. TextFit.Below(Label("Executor"), Clean(setup.Executor), columns),
            .. TextFit.Below(Label("Jobs"), Clean(setup.JobsSource), columns),
            .. TextFit.Below(Label("State"), Clean(setup.StatePath), columns),
            .. rule,
        ];
    }

    // The labels and their order are those of the request.
    private static IEnumerable<Setting> RetryLimits(OrchestratorOptions options) =>
        [
            new("Max passes", Words.Number(options.MaxPasses), "MaxPasses"),
            new(
                "Max attempts per job",
                Words.Number(options.MaxAttemptsPerJob),
                "MaxAttemptsPerJob"
            ),
            new(
                "Delay between passes",
                Words.Seconds(options.RetryDelay),
                "RetryDelaySeconds",
                "RetryDelay"
            ),
            new(
                "Infra retry limit",
                Words.Number(options.InfrastructureRetryLimit),
                "InfrastructureRetryLimit"
            ),
            new(
                "Retry unknown errors",
                options.RetryUnknown.ToString(),
                "NoRetryUnknown",
                "RetryUnknown"
            ),
        ];

    private static IEnumerable<Setting> RunLimits(OrchestratorOptions options)
    {
        yield return new("Workers", Words.Number(options.Workers), "Workers");
        yield return new(
            "Job time limit",
            Words.Seconds(options.JobTimeout),
            "JobTimeoutSeconds",
            "JobTimeout"
        );
        yield return new(
            "Shutdown time limit",
            Words.Seconds(options.ShutdownTimeout),
            "ShutdownTimeoutSeconds",
            "ShutdownTimeout"
        );

        // Rarely used switches: shown when they are on.
        if (options.ContinueOnAccountFailure)
        {
            yield return new("After account failure", "continue", "ContinueOnAccountFailure");
        }

        if (options.ContinueOnMissingCommand)
        {
            yield return new("After a missing command", "continue", "ContinueOnMissingCommand");
        }

        if (options.NewJobsOnly)
        {
            yield return new("New jobs only", "True", "NewJobsOnly");
        }
    }

    private static IEnumerable<Setting> OtherSettings(RunSetup setup)
    {
        string[] shown =
        [
            .. RetryLimits(setup.Options)
                .Concat(RunLimits(setup.Options))
                .SelectMany(row => row.Names),
            "ContinueOnAccountFailure",
            "ContinueOnMissingCommand",
            "NewJobsOnly",
        ];
        return setup
            .Settings.Where(setting => setting.Source != SettingSource.Default)
            .Where(setting => !shown.Contains(setting.Name, StringComparer.OrdinalIgnoreCase))
            .Select(setting => new Setting(
                Clean(setting.Name),
                Clean(setting.Value),
                setting.Name
            ));
    }

    private static IEnumerable<string> Line(
        Setting row,
        IReadOnlyList<EffectiveSetting> settings,
        int columns
    )
    {
        var setting = settings.FirstOrDefault(setting =>
            row.Names.Contains(setting.Name, StringComparer.OrdinalIgnoreCase)
        );
        return TextFit.Below(Label(row.Label), row.Value + SettingOrigin.Of(setting), columns);
    }

    private static string Label(string label)
    {
        var padded = TextFit.PadRight($"{label}:", LabelColumns);
        return "  " + (padded.EndsWith(' ') ? padded : padded + " ");
    }

    private static string Clean(string text) => TerminalText.CleanLine(text);

    /// <param name="Label">What the block calls it.</param>
    /// <param name="Value">Its value in words.</param>
    /// <param name="Names">The parameter's names, by which its origin is found.</param>
    private sealed record Setting(string Label, string Value, params string[] Names);
}
