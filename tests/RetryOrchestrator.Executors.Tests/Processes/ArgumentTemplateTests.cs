using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Executors.Tests.Support;

namespace RetryOrchestrator.Executors.Tests.Processes;

public class ArgumentTemplateTests
{
    [Theory]
    [InlineData("{account}", "ann")]
    [InlineData("--user={account}!", "--user=ann!")]
    [InlineData("{job_id}/{account}", "j1/ann")]
    [InlineData("{Job Id}", "j1")]
    [InlineData("{Größe 2.b-c}", "XL")]
    [InlineData("{caption}", "")]
    [InlineData("", "")]
    public void A_name_in_braces_becomes_the_value(string argument, string filled) =>
        Assert.Equal(filled, Fill(argument));

    [Theory]
    [InlineData("{}")]
    [InlineData("{ }")]
    [InlineData("{")]
    [InlineData("}{")]
    [InlineData("""{"a":1}""")]
    [InlineData("""{"a":{"b":[1,{}]}}""")]
    [InlineData("${HOME:-x}")]
    [InlineData("{a,b}")]
    public void Other_braces_are_text(string argument) => Assert.Equal(argument, Fill(argument));

    [Theory]
    [InlineData(
        """{"id":"{job_id}","in":{"account":"{account}"}}""",
        """{"id":"j1","in":{"account":"ann"}}"""
    )]
    [InlineData("{{account}}", "{account}")]
    [InlineData("{{{account}}}", "{ann}")]
    [InlineData("{{ print }}", "{ print }")]
    public void Braces_around_a_name_are_doubled_to_stand_for_themselves(
        string argument,
        string filled
    ) => Assert.Equal(filled, Fill(argument));

    [Fact]
    public void A_value_is_never_taken_for_a_placeholder() =>
        Assert.Equal(
            "{account}",
            ArgumentTemplate
                .Parse(["{caption}"])
                .Fill(Attempts.Job("j1", ("caption", "{account}"), ("account", "ann")).Columns)
                .Single()
        );

    [Fact]
    public void Unknown_placeholders_are_told_with_what_there_is_instead()
    {
        var template = ArgumentTemplate.Parse(["{acount}", "x{acount}", "{Size}", "{caption}"]);

        var problem = Assert.Single(template.FindUnknown(["job_id", "account", "size"]));

        Assert.Contains("'acount'", problem);
        Assert.Contains("job_id, account, size, device, video_path, caption", problem);
        Assert.Contains("{{acount}}", problem);
    }

    private static string Fill(string argument) =>
        ArgumentTemplate
            .Parse([argument])
            .Fill(Attempts.Job("j1", ("account", "ann"), ("Größe 2.b-c", "XL")).Columns)
            .Single();
}
