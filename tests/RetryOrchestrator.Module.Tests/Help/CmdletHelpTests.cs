namespace RetryOrchestrator.Module.Tests.Help;

/// <summary>The help says all there is to say of the cmdlets, and nothing of what is not there.</summary>
public sealed class CmdletHelpTests(ModuleHelp help) : IClassFixture<ModuleHelp>
{
    [Fact]
    public void Every_cmdlet_has_a_synopsis_and_a_description_and_no_other_is_described()
    {
        Assert.Equal(help.Cmdlets.Keys.Order(), help.Described.Order());
        Assert.All(
            help.Cmdlets.Keys,
            cmdlet =>
            {
                Assert.NotEmpty(help.Synopsis(cmdlet));
                Assert.NotEmpty(help.Description(cmdlet));
            }
        );
    }

    [Fact]
    public void Every_parameter_is_described_once_and_none_is_made_up() =>
        Assert.All(
            help.Cmdlets,
            cmdlet =>
            {
                var described = help.Parameters(cmdlet.Key).ToList();
                Assert.Equal(
                    cmdlet.Value.Keys.Order(),
                    described.Select(parameter => parameter.Name).Order()
                );
                Assert.All(described, parameter => Assert.NotEmpty(parameter.Text));
            }
        );

    [Fact]
    public void The_syntax_shows_every_parameter() =>
        Assert.All(
            help.Cmdlets,
            cmdlet =>
                Assert.Equal(cmdlet.Value.Keys.Order(), help.SyntaxParameters(cmdlet.Key).Order())
        );

    [Fact]
    public void Aliases_are_those_that_PowerShell_knows() =>
        Assert.All(
            help.Cmdlets,
            cmdlet =>
                Assert.All(
                    cmdlet.Value,
                    parameter =>
                        Assert.Equal(
                            parameter.Value.Aliases.Order(),
                            help.Aliases(cmdlet.Key, parameter.Key).Order()
                        )
                )
        );

    [Fact]
    public void Every_cmdlet_has_at_least_two_examples() =>
        Assert.All(
            help.Cmdlets.Keys,
            cmdlet => Assert.True(help.Examples(cmdlet).Count >= 2, cmdlet)
        );

    [Fact]
    public void Every_example_parses_and_names_only_parameters_that_there_are()
    {
        var texts = help.Cmdlets.Keys.SelectMany(cmdlet =>
            help.Examples(cmdlet).Select(code => new ExampleText(cmdlet, code))
        );

        Assert.Empty(texts.SelectMany(text => text.Faults(help.Cmdlets)));
    }

    [Fact]
    public void Every_PowerShell_example_of_the_documents_parses_and_names_only_parameters_that_there_are()
    {
        var texts = ExampleText.InDocuments().ToList();

        Assert.NotEmpty(texts);
        Assert.Empty(texts.SelectMany(text => text.Faults(help.Cmdlets)));
    }

    [Fact]
    public void The_about_topic_fits_a_terminal_and_names_every_cmdlet()
    {
        var lines = File.ReadAllLines(
            RepositoryRoot.Of("en-US", "about_RetryOrchestrator.help.txt")
        );

        Assert.DoesNotContain(lines, line => line.Length > 80);
        Assert.All(help.Cmdlets.Keys, cmdlet => Assert.Contains($"    {cmdlet}", lines));
    }

    [Theory]
    [InlineData("Start-OrchestratorRun -Workers", 0)]
    [InlineData("Start-OrchestratorRun -Wrokers 3", 1)]
    [InlineData("Start-OrchestratorRun -Workers 3 | Export-Csv -Path {", 1)]
    [InlineData("Start-OrchestratorRnu", 1)]
    public void A_wrong_example_would_be_found(string code, int faults) =>
        Assert.Equal(faults, new ExampleText("test", code).Faults(help.Cmdlets).Count());
}
