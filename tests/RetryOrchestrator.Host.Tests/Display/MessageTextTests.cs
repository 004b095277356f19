using RetryOrchestrator.Host.Display;

namespace RetryOrchestrator.Host.Tests.Display;

public sealed class MessageTextTests
{
    [Fact]
    public void A_command_to_copy_stays_whole()
    {
        const string command =
            "    Get-OrchestratorJob -Status failed,retrying -JobsPath 'live.csv'";

        Assert.Equal(command, MessageText.Wrap(command, 60));
    }

    [Theory]
    [InlineData("short", "short")]
    [InlineData("There is no state yet", "There is no|state yet")]
    [InlineData("There is no  state", "There is no |state")]
    [InlineData("one\ntwo words that wrap", "one|two words|that wrap")]
    [InlineData("at '/a/path/that/is/long' it is", "at|'/a/path/that/is/long'|it is")]
    [InlineData("    indented words here", "    indented|words here")]
    [InlineData("日本語 日本語 日本", "日本語|日本語 日本")]
    public void A_line_is_broken_between_words_and_what_has_no_blank_stays_whole(
        string text,
        string lines
    ) => Assert.Equal(lines.Replace('|', '\n'), MessageText.Wrap(text, 12));
}
