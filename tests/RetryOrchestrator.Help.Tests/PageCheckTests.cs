namespace RetryOrchestrator.Help.Tests;

/// <summary>What was forgotten, or made up, fails the build with the page's name.</summary>
public sealed class PageCheckTests
{
    private static readonly CmdletShape Cmdlet = new(
        "Get",
        "Thing",
        [Shape("Name"), Shape("Force")]
    )
    {
        Sets = [CmdletShape.EverySet],
    };

    [Fact]
    public void A_page_with_every_parameter_is_taken() => Check(Page("Name", "Force"));

    [Fact]
    public void A_parameter_that_is_not_described_is_named() =>
        Assert.Equal("-Force is not described.", Refused(Page("Name")));

    [Fact]
    public void A_parameter_that_there_is_not_is_named() =>
        Assert.Equal("Get-Thing has no -Size.", Refused(Page("Name", "Force", "Size")));

    [Fact]
    public void A_parameter_that_is_described_twice_is_named() =>
        Assert.Equal("-Name is described twice.", Refused(Page("Name", "Force", "Name")));

    [Fact]
    public void An_example_without_code_is_named() =>
        Assert.Equal(
            "The example 'One' has no code.",
            Refused(Page("Name", "Force") with { Examples = [new Topic("One", [])] })
        );

    [Fact]
    public void A_cmdlet_without_a_page_is_named() =>
        Assert.Equal("'Get-Thing' has no page.", Refused());

    [Fact]
    public void A_page_without_a_cmdlet_is_named() =>
        Assert.Equal(
            "There is no cmdlet 'Get-Other'.",
            Refused(Page("Name", "Force"), Page() with { Name = "Get-Other" })
        );

    private static ParameterShape Shape(string name) =>
        new()
        {
            Name = name,
            Type = "string",
            Memberships = [new Membership(CmdletShape.EverySet, IsRequired: false, Position: null)],
        };

    private static CmdletPage Page(params string[] parameters) =>
        new()
        {
            Path = "Get-Thing.md",
            Name = "Get-Thing",
            Synopsis = "Gets a thing.",
            Parameters = [.. parameters.Select(name => new Topic(name, ["x"]))],
        };

    private static void Check(params CmdletPage[] pages) =>
        PageCheck.ThrowIfUnfit(
            pages,
            new Dictionary<string, CmdletShape> { ["Get-Thing"] = Cmdlet }
        );

    private static string Refused(params CmdletPage[] pages) =>
        Assert.Throws<PageException>(() => Check(pages)).Message;
}
