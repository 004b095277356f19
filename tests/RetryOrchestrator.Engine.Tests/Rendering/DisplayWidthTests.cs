using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Tests.Rendering;

public class DisplayWidthTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("job v17", 7)]
    [InlineData("Grüße", 5)]
    [InlineData("e\u0301", 1)]
    [InlineData("日本語", 6)]
    [InlineData("ｱ", 1)]
    [InlineData("한글", 4)]
    [InlineData("ก็", 1)]
    [InlineData("😀", 2)]
    [InlineData("👍🏽", 2)]
    [InlineData("👩‍👩‍👧", 2)]
    [InlineData("🇩🇪", 2)]
    [InlineData("❤️", 2)]
    [InlineData("1️⃣", 2)]
    [InlineData("a\u200Bb", 2)]
    [InlineData("𠀀", 2)]
    [InlineData("╔═║█ ✓✗⟳…␛", 10)]
    public void Text_is_measured_in_columns(string text, int columns) =>
        Assert.Equal(columns, DisplayWidth.Of(text));
}
