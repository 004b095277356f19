namespace RetryOrchestrator.Help.Tests;

/// <summary>A page is read as it is meant, or refused with its place.</summary>
public sealed class CmdletPageTests
{
    private const string Page = """
        # Get-Thing

        Gets a thing.

        ## Description

        First of all.

        ### In the night

        At night \*.csv is `read`.

        ## Examples

        ### One

        ```powershell
        Get-Thing |
            Out-Null
        ```

        Says nothing.

        ## Parameters

        ### -Name

        Its name.

        Default: `*`

        ## Outputs

        ### Thing

        One a thing.

        ## Notes

        That is all.

        ## Related

        - Set-Thing
        - about_Things
        """;

    [Fact]
    public void Every_section_is_read()
    {
        var page = CmdletPage.Read("Get-Thing.md", Page);

        Assert.Equal(("Get-Thing", "Gets a thing."), (page.Name, page.Synopsis));
        Assert.Equal(
            [("Description", "First of all."), ("In the night", "At night *.csv is read.")],
            page.Description.Select(topic => (topic.Title, topic.Paragraphs.Single()))
        );
        var example = Assert.Single(page.Examples);
        Assert.Equal(("One", "Get-Thing |\n    Out-Null"), (example.Title, example.Code));
        Assert.Equal("Says nothing.", Assert.Single(example.Paragraphs));
        var parameter = Assert.Single(page.Parameters);
        Assert.Equal("Name", parameter.Title);
        Assert.Equal(["Its name.", "Default: *"], parameter.Paragraphs);
        Assert.Equal("Thing", Assert.Single(page.Outputs).Title);
        Assert.Empty(page.Inputs);
        Assert.Equal(["That is all."], page.Notes);
        Assert.Equal(["Set-Thing", "about_Things"], page.Related);
    }

    [Theory]
    [InlineData("Gets a thing.\n", "Get-Thing.md(1)")]
    [InlineData("# Get-Thing\n\n## Description\n\nx\n", "Get-Thing.md(1)")]
    [InlineData("# Get-Thing\n\nGets.\n\n## Descripton\n\nx\n", "Get-Thing.md(5)")]
    [InlineData("# Get-Thing\n\nGets.\n\n### -Name\n\nx\n", "Get-Thing.md(5)")]
    [InlineData("# Get-Thing\n\nGets.\n\n## Notes\n\n> quoted\n", "Get-Thing.md(7)")]
    public void What_is_no_page_is_refused_with_its_place(string text, string place)
    {
        var fault = Assert.Throws<PageException>(() => CmdletPage.Read("Get-Thing.md", text));

        Assert.Equal(place, fault.Place);
    }
}
