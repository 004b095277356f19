using RetryOrchestrator.Engine.Configuration;
using RetryOrchestrator.Engine.Tests.Support;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Tests.Configuration;

public sealed class ConfigurationFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("configuration-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Names_are_those_of_the_parameters_in_any_case()
    {
        var file = Read(
            """{ "maxpasses": 2, "Simulate": true, "ArgumentList": ["a", "{caption}"] }"""
        );

        Assert.Equal(2, file.Values["MaxPasses"]);
        Assert.Equal(true, file.Values["Simulate"]);
        Assert.Equal(new[] { "a", "{caption}" }, file.Values["ArgumentList"]);
    }

    [Fact]
    public void Comments_trailing_commas_a_byte_order_mark_and_a_schema_are_fine()
    {
        var file = Read("\uFEFF{ // how many\n \"$schema\": \"x\", \"Workers\": 7, }");

        Assert.Equal(7, file.Values["Workers"]);
    }

    [Fact]
    public void Paths_are_relative_to_the_file_and_programs_on_the_path_stay_names()
    {
        var file = Read("""{ "ScriptPath": "post.ps1", "Command": "python" }""");

        Assert.Equal(Path.Combine(_folder, "post.ps1"), file.Values["ScriptPath"]);
        Assert.Equal("python", file.Values["Command"]);
        Assert.Equal(
            Path.Combine(_folder, "bin", "post"),
            Read("""{ "Command": "./bin/post" }""").Values["Command"]
        );
    }

    [Fact]
    public void All_faults_are_reported_at_once_each_with_its_line_and_what_would_be_right()
    {
        var faults = FaultsOf(
            """
            {
              "Workers": 0,
              "MaxPasses": "five",
              "RetryDelySeconds": 30,
              "Banner": "Huge",
              "Workers": 3
            }
            """
        );

        Assert.Equal(
            [
                "line 2: Workers is 0; it must be a whole number from 1 to 1024.",
                "line 3: MaxPasses is 'five'; it must be a whole number from 1 to 1000.",
                "line 4: there is no setting 'RetryDelySeconds'. Did you mean RetryDelaySeconds?",
                "line 5: Banner is 'Huge'; it must be one of Block, Box, None.",
            ],
            faults
        );
    }

    [Theory]
    [InlineData("""{ "Workers": 2.5 }""", "Workers is 2.5")]
    [InlineData("""{ "Workers": 99999999999999 }""", "Workers is 99999999999999")]
    [InlineData("""{ "Workers": null }""", "Workers is null")]
    [InlineData("""{ "Workers": {"a": [1]} }""", "it must be a whole number")]
    [InlineData("""{ "Simulate": "yes" }""", "it must be true or false")]
    [InlineData("""{ "ArgumentList": [1] }""", "it must be a list of texts")]
    [InlineData("""{ "AccountDevice": { "anna": [1] } }""", "it must be a table of texts")]
    [InlineData("""{ "AccountDevice": { "anna": true } }""", "a table whose 'anna' is true;")]
    [InlineData("""{ "AccountDevice": { "anna": false } }""", "it must be a table of texts")]
    [InlineData("""{ "AccountDevice": { "anna": " " } }""", "it must be a table of texts")]
    [InlineData(
        """{ "Command": { "a": 1.5 } }""",
        "Command is a table whose 'a' is 1.5; it must be a text"
    )]
    [InlineData("""{ "Command": [1] }""", "it must be a text that is not empty")]
    [InlineData(
        """{ "Workers": 1, "workers": 2 }""",
        "Workers is set twice, first on line 1; keep one."
    )]
    [InlineData("""{ "Command": " " }""", "it must be a text that is not empty")]
    [InlineData(
        "{\n\"Command\": \"\\ud800\" }",
        "line 2: a text holds a \\u escape for a character"
    )]
    [InlineData("{\n\"\\ud800\": 1 }", "line 2: a text holds a \\u escape for a character")]
    [InlineData("""{ "Command": "a\u0000" }""", "Command is 'a␀'; it must be a text")]
    [InlineData("""{ "ArgumentList": ["a\u0000"] }""", "it must be a list of texts")]
    [InlineData("[]", "it must hold one object")]
    [InlineData("", "line 1: this is not JSON")]
    [InlineData("{\n \"Workers\": 3,\n oops", "line 3: this is not JSON")]
    [InlineData("""{ "Workers": 3 } trailing""", "this is not JSON")]
    public void What_cannot_be_used_is_refused_in_a_sentence(string json, string part) =>
        Assert.Contains(part, Assert.Single(FaultsOf(json)));

    [Theory]
    [InlineData("2")]
    [InlineData("2.0")]
    [InlineData("2.000")]
    [InlineData("2e0")]
    [InlineData("0.2E1")]
    public void A_whole_number_may_be_written_in_any_way(string number) =>
        Assert.Equal(2, Read($$"""{ "Workers": {{number}} }""").Values["Workers"]);

    [Theory]
    [InlineData("1.5", "Workers is 1.5")]
    [InlineData("-0.5", "Workers is -0.5")]
    [InlineData("1e300", "Workers is 1e300")]
    [InlineData("20000000000000000000", "Workers is 20000000000000000000")]
    [InlineData("0.0", "Workers is 0")]
    [InlineData("\"3\"", "Workers is '3'")]
    [InlineData("\"1,5\"", "Workers is '1,5'")]
    public void A_number_that_is_not_meant_is_shown_as_it_is_written(string number, string said) =>
        Assert.Equal(
            $"line 1: {said}; it must be a whole number from 1 to 1024.",
            Assert.Single(FaultsOf($$"""{ "Workers": {{number}} }"""))
        );

    /// <summary>Each kind of value, with what a message calls it.</summary>
    public static TheoryData<string, string> Kinds =>
        new()
        {
            { "null", "null" },
            { "true", "true" },
            { "7.5", "7.5" },
            { "[\"sh\"]", "a list" },
            { "[\"sh\", 1]", "a list with a number in it" },
            { "[\"sh\", {}]", "a list with a table in it" },
            { "{\"a\": \"b\"}", "a table" },
            { "{\"a\": [1]}", "a table whose 'a' is a list" },
            { "{\"a\": null}", "a table whose 'a' is null" },
        };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_value_of_another_kind_is_called_what_it_is(string json, string kind)
    {
        foreach (var setting in SampleSettings.Catalog.All)
        {
            var takes = (setting.Kind, kind) switch
            {
                (SettingKind.Switch, "true") => true,
                (SettingKind.List, "a list") => true,
                (SettingKind.Table, "a table") => true,
                _ => false,
            };
            var text = $$"""{ "{{setting.Name}}": {{json}} }""";
            if (takes)
            {
                Assert.NotNull(Read(text));
                continue;
            }

            Assert.Equal(
                $"line 1: {setting.Name} is {kind}; it must be {setting.Expected}.",
                Assert.Single(FaultsOf(text))
            );
        }
    }

    [Fact]
    public void What_stands_twice_is_refused_with_both_places() =>
        Assert.Equal(
            [
                "line 4: AccountDevice has 'ben' twice, first on line 3; keep one.",
                "line 5: AccountDevice has ' ben<U+200B>' twice, first on line 3; keep one.",
                "line 8: RetryDelaySeconds is set twice, first on line 7; keep one.",
                "line 9: AppiumCapability has 'a' twice, first on line 9; keep one.",
            ],
            FaultsOf(
                "{\n\"AccountDevice\": {\n\"ben\": \"A\",\n\"ben\": \"B\",\n\" ben\u200B\": \"A\"\n},\n"
                    + "\"RetryDelay\": 1,\n\"RetryDelaySeconds\": 1,\n"
                    + "\"AppiumCapability\": { \"a\": 1, \"a\": 1 } }"
            )
        );

    [Fact]
    public void A_table_keeps_the_types_of_its_values()
    {
        var file = Path.Combine(_folder, "table.json");
        File.WriteAllText(
            file,
            """{ "AppiumCapability": { "noReset": true, "systemPort": 8201, "platformVersion": "13" } }"""
        );

        Assert.Equal(
            new Dictionary<string, object>
            {
                ["noReset"] = true,
                ["systemPort"] = 8201L,
                ["platformVersion"] = "13",
            },
            ConfigurationFile.Read(file, SampleSettings.Catalog).Values["AppiumCapability"]
        );
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var path = Path.Combine(_folder, "none.json");

        var fault = Assert.Throws<ConfigurationException>(() =>
            ConfigurationFile.Read(path, SampleSettings.Catalog)
        );

        Assert.Contains(path, fault.Message);
    }

    [Fact]
    public void A_file_that_is_no_configuration_is_not_read_into_memory()
    {
        var path = Path.Combine(_folder, "huge.json");
        using (var huge = File.Create(path))
        {
            huge.SetLength(1L << 32);
        }

        var fault = Assert.Throws<ConfigurationException>(() =>
            ConfigurationFile.Read(path, SampleSettings.Catalog)
        );

        Assert.Contains("larger than 1 MB", fault.Message);
    }

    private IReadOnlyList<string> FaultsOf(string json) =>
        Assert.Throws<ConfigurationException>(() => Read(json)).Faults;

    private ConfigurationFile Read(string json)
    {
        var path = Path.Combine(_folder, ConfigurationFile.FileName);
        File.WriteAllText(path, json);
        return ConfigurationFile.Read(path, SampleSettings.Catalog);
    }
}
