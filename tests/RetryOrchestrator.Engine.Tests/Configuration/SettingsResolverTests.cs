using RetryOrchestrator.Engine.Configuration;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Tests.Support;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Tests.Configuration;

public sealed class SettingsResolverTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("settings-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void With_nothing_said_the_options_are_the_defaults_and_the_table_shows_them()
    {
        var settings = Resolve([], null);

        Assert.Equal(new OrchestratorOptions(), settings.Options);
        Assert.Equal(
            [
                ("Workers", "3"),
                ("MaxPasses", "5"),
                ("MaxAttemptsPerJob", "5"),
                ("InfrastructureRetryLimit", "3"),
                ("RetryDelaySeconds", "30s"),
            ],
            settings.Effective.Take(5).Select(setting => (setting.Name, setting.Value))
        );
        Assert.All(settings.Effective, s => Assert.Equal(SettingSource.Default, s.Source));
    }

    [Fact]
    public void A_parameter_beats_the_file_which_beats_the_default()
    {
        var file = File("""{ "Workers": 7, "MaxPasses": 8 }""");

        var settings = Resolve(new() { ["Workers"] = 2 }, file);

        Assert.Equal((2, 8, 5), Limits(settings));
        Assert.Equal(SettingSource.Parameter, Setting(settings, "Workers").Source);
        Assert.Equal(file.Path, Setting(settings, "MaxPasses").Origin);
    }

    [Fact]
    public void An_alias_is_its_setting() =>
        Assert.Equal(
            TimeSpan.FromSeconds(5),
            Resolve(new() { ["RetryDelay"] = 5 }, null).Options.RetryDelay
        );

    [Fact]
    public void A_switch_turned_off_by_parameter_beats_one_turned_on_in_the_file()
    {
        var file = File("""{ "NoRetryUnknown": true }""");

        Assert.False(Resolve([], file).Options.RetryUnknown);
        Assert.True(Resolve(new() { ["NoRetryUnknown"] = false }, file).Options.RetryUnknown);
    }

    [Fact]
    public void Parameters_out_of_range_are_reported_together()
    {
        var fault = Assert.Throws<ConfigurationException>(() =>
            Resolve(new() { ["Workers"] = 0, ["MaxPasses"] = 1001 }, null)
        );

        Assert.Equal(2, fault.Faults.Count);
    }

    [Fact]
    public void Every_limit_of_the_options_can_be_set()
    {
        var values = SampleSettings
            .Catalog.All.Where(setting => setting.Apply is not null)
            .ToDictionary(
                setting => setting.Name,
                object? (setting) =>
                    setting.Kind switch
                    {
                        SettingKind.Number => 1,
                        SettingKind.Choice => setting.Choices[^1],
                        _ => true,
                    }
            );

        var options = Resolve(values, null).Options;

        foreach (var property in typeof(OrchestratorOptions).GetProperties())
        {
            Assert.NotEqual(
                property.GetValue(new OrchestratorOptions()),
                property.GetValue(options)
            );
        }
    }

    [Theory]
    [InlineData("Colour", "Colour")]
    [InlineData("Colour", "workers")]
    [InlineData("RETRYDELAY", "Colour")]
    public void Two_settings_that_answer_to_one_name_are_refused(string name, string other)
    {
        var two = new[] { name, other }.Select(one =>
            SettingDefinition.Of(one, SettingKind.Text, "A text.")
        );

        Assert.Throws<ArgumentException>(() =>
            new SettingCatalog([.. SampleSettings.Catalog.All, .. two])
        );
    }

    private static (int, int, int) Limits(ResolvedSettings settings) =>
        (settings.Options.Workers, settings.Options.MaxPasses, settings.Options.MaxAttemptsPerJob);

    private static EffectiveSetting Setting(ResolvedSettings settings, string name) =>
        settings.Effective.Single(setting => setting.Name == name);

    private static ResolvedSettings Resolve(
        Dictionary<string, object?> parameters,
        ConfigurationFile? file
    ) => SettingsResolver.Resolve(SampleSettings.Catalog, parameters, file);

    private ConfigurationFile File(string json)
    {
        var path = Path.Combine(_folder, ConfigurationFile.FileName);
        System.IO.File.WriteAllText(path, json);
        return ConfigurationFile.Read(path, SampleSettings.Catalog);
    }
}
