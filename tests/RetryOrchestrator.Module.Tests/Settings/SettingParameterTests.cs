using System.Collections;
using System.Management.Automation;
using RetryOrchestrator.Module.Tests.Help;

namespace RetryOrchestrator.Module.Tests.Settings;

/// <summary>What is described in any library is composed, and is a parameter as it is described.</summary>
public sealed class SettingParameterTests(ComposedSettings settings, ModuleHelp help)
    : IClassFixture<ComposedSettings>,
        IClassFixture<ModuleHelp>
{
    /// <summary>What has no text that a file could hold, or says where the file is.</summary>
    private static readonly string[] NoSettings =
    [
        "ConfigPath",
        "Confirm",
        "InputObject",
        "JobsPath",
        "ScriptBlock",
        "StatePath",
        "WhatIf",
    ];

    private IReadOnlyDictionary<string, ParameterMetadata> Parameters =>
        help.Cmdlets["Start-OrchestratorRun"];

    [Fact]
    public void Every_setting_that_a_library_describes_is_composed_and_no_other() =>
        Assert.Equal(settings.Described().Order(), settings.All.Select(one => one.Name).Order());

    [Fact]
    public void Every_setting_is_a_parameter_and_every_parameter_a_setting() =>
        Assert.Equal(
            Parameters.Keys.Order(),
            settings.All.Select(one => one.Name).Concat(NoSettings).Order()
        );

    [Fact]
    public void A_parameter_has_the_aliases_the_range_and_the_words_of_its_setting() =>
        Assert.All(
            settings.All,
            setting =>
            {
                var parameter = Parameters[setting.Name];
                var range = parameter.Attributes.OfType<ValidateRangeAttribute>().SingleOrDefault();

                Assert.Equal(setting.Aliases, parameter.Aliases);
                Assert.Equal(
                    setting.Kind == "Number"
                        ? (setting.Minimum, setting.Maximum)
                        : (int.MinValue, int.MaxValue),
                    ((int)(range?.MinRange ?? int.MinValue), (int)(range?.MaxRange ?? int.MaxValue))
                );
                Assert.Equal(
                    setting.Choices,
                    parameter.ParameterType.IsEnum ? Enum.GetNames(parameter.ParameterType) : []
                );
            }
        );

    [Fact]
    public void A_parameter_takes_the_kind_of_value_that_its_setting_is() =>
        Assert.All(
            settings.All.Where(setting => setting.Kind != "Choice"),
            setting =>
                Assert.Equal(
                    setting switch
                    {
                        { Kind: "Number" } => typeof(int),
                        { Kind: "Switch" } => typeof(SwitchParameter),
                        { Kind: "List" } => typeof(string[]),
                        { Kind: "Table" } => typeof(Hashtable),
                        // A path, or a script block.
                        { Name: "VerifyScript" } => typeof(object),
                        _ => typeof(string),
                    },
                    Parameters[setting.Name].ParameterType
                )
        );
}
