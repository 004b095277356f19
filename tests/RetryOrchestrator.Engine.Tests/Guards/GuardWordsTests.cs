using RetryOrchestrator.Engine.Guards;

namespace RetryOrchestrator.Engine.Tests.Guards;

/// <summary>What guards quote of a failure.</summary>
public sealed class GuardWordsTests
{
    [Theory]
    [InlineData("connection refused", "connection refused")]
    [InlineData("  connection refused\r\n  at post.ps1:3\n", "connection refused")]
    [InlineData("", "")]
    public void It_is_the_first_line(string message, string quoted) =>
        Assert.Equal(quoted, GuardWords.Shortened(message));

    [Fact]
    public void A_long_one_is_cut()
    {
        var quoted = GuardWords.Shortened(new string('a', 100_000));

        Assert.Equal(160, quoted.Length);
        Assert.EndsWith("…", quoted);
    }
}
