using RetryOrchestrator.Host.Binding;
using RetryOrchestrator.Host.CommandLine;

namespace RetryOrchestrator.Host.Tests.Binding;

public sealed class ListWordTests
{
    [Theory]
    [InlineData("a", "a")]
    [InlineData("", "")]
    [InlineData("a,b,c", "a|b|c")]
    [InlineData("post.py,{account},{video_path}", "post.py|{account}|{video_path}")]
    [InlineData("-x,--flag", "-x|--flag")]
    [InlineData("'a,b',c", "a,b|c")]
    [InlineData("c,\"a,b\"", "c|a,b")]
    [InlineData("'it''s',\"say \"\"hi\"\"\"", "it's|say \"hi\"")]
    [InlineData("''", "")]
    [InlineData("a`,b,c", "a,b|c")]
    [InlineData("C:\\a`b", "C:\\a`b")]
    [InlineData("'tis,so", "'tis|so")]
    [InlineData("ADB timeout, device offline", "ADB timeout, device offline")]
    [InlineData("{\"a\": 1, \"b\": 2}", "{\"a\": 1, \"b\": 2}")]
    [InlineData("a b,c", "a b|c")]
    public void Commas_divide_as_they_would_in_PowerShell(string word, string elements) =>
        Assert.Equal(elements.Split('|'), ListWord.Split(word));

    [Theory]
    [InlineData(",a")]
    [InlineData("a,")]
    [InlineData("a,,b")]
    public void A_missing_element_is_reported_with_the_way_to_write_a_comma(string word)
    {
        var fault = Assert.Throws<UsageException>(() => ListWord.Split(word));

        Assert.Contains($"'{word}'", fault.Message);
        Assert.Contains("`,", fault.Message);
    }
}
