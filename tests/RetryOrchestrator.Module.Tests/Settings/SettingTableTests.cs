using System.Text.RegularExpressions;

namespace RetryOrchestrator.Module.Tests.Settings;

/// <summary>What the documents say of settings is what the settings say of themselves.</summary>
public sealed partial class SettingTableTests(ComposedSettings settings)
    : IClassFixture<ComposedSettings>
{
    [Fact]
    public void Every_setting_stands_in_the_table_with_its_range_and_default() =>
        Assert.Equal(
            settings.All.Select(Row),
            File.ReadLines(RepositoryRoot.Of("docs", "configuration.md"))
                .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        );

    [Fact]
    public void The_readme_names_defaults_as_they_are()
    {
        var named = File.ReadLines(RepositoryRoot.Of("README.md"))
            .Select(line => Named().Match(line))
            .Where(row => row.Success)
            .ToList();

        Assert.NotEmpty(named);
        Assert.All(
            named,
            row =>
                Assert.Equal(
                    settings.Find(row.Groups[1].Value)!.Default.TrimEnd('s'),
                    row.Groups[2].Value
                )
        );
    }

    [Fact]
    public void The_help_names_defaults_as_they_are()
    {
        var named = HelpDefaults()
            .Select(row => (Setting: settings.Find(row.Parameter), row.Default))
            .Where(row => row.Setting is { Default.Length: > 0 })
            .ToList();

        Assert.NotEmpty(named);
        Assert.All(
            named,
            row => Assert.Equal(row.Setting!.Default, row.Default + row.Setting.Unit)
        );
    }

    private static IEnumerable<(string Parameter, string Default)> HelpDefaults()
    {
        var parameter = "";
        foreach (
            var line in File.ReadLines(
                RepositoryRoot.Of(
                    "src",
                    "RetryOrchestrator.Module",
                    "Help",
                    "cmdlets",
                    "Start-OrchestratorRun.md"
                )
            )
        )
        {
            if (line.StartsWith("### -", StringComparison.Ordinal))
            {
                parameter = line[5..];
            }
            else if (line.StartsWith("Default: `", StringComparison.Ordinal))
            {
                yield return (parameter, line.Split('`')[1]);
            }
        }
    }

    private static string Row(ComposedSetting setting) =>
        $"| `{setting.Name}` | {Value(setting)} | {Default(setting)} | {setting.Description} |";

    private static string Value(ComposedSetting setting) =>
        setting.Kind switch
        {
            "Number" => setting switch
            {
                { Minimum: int.MinValue } => "whole number",
                { Maximum: int.MaxValue } => $"from {setting.Minimum}",
                _ => $"{setting.Minimum} to {setting.Maximum}",
            },
            "Switch" => "`true`, `false`",
            "Choice" => string.Join(", ", setting.Choices.Select(word => $"`{word}`")),
            var kind => kind.ToLowerInvariant(),
        };

    private static string Default(ComposedSetting setting) =>
        setting.Kind == "Switch" ? "`false`" : setting.Default;

    [GeneratedRegex(@"^\| [^|]* \| `-(\w+)` \| (\d+) \|$")]
    private static partial Regex Named();
}
