using CsCheck;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Tests.Rendering;

public class TextFitTests
{
    private static readonly Gen<string> Texts = Samples
        .OneOf(
            "a",
            "job",
            " ",
            "  ",
            "日",
            "e\u0301",
            "😀",
            "👩‍👩‍👧",
            "🇩🇪",
            "/a/long/path/without/any/space"
        )
        .Array[0, 40]
        .Select(string.Concat);

    [Theory]
    [InlineData("job-17", 6, "job-17")]
    [InlineData("job-17", 5, "job-…")]
    [InlineData("日本語", 5, "日本…")]
    [InlineData("日本語", 4, "日…")]
    [InlineData("👩‍👩‍👧👩‍👩‍👧", 3, "👩‍👩‍👧…")]
    [InlineData("job", 1, "…")]
    public void Truncated_text_shows_that_it_was(string text, int columns, string expected) =>
        Assert.Equal(expected, TextFit.Truncate(text, columns));

    [Fact]
    public void Padding_counts_columns_not_characters()
    {
        Assert.Equal("日本  ", TextFit.PadRight("日本", 6));
        Assert.Equal("  日本", TextFit.PadLeft("日本", 6));
        Assert.Equal(" abc  ", TextFit.Center("abc", 6));
        Assert.Equal("too wide", TextFit.PadRight("too wide", 3));
    }

    [Fact]
    public void Text_wraps_at_its_spaces() =>
        Assert.Equal(["one two", "three", "four"], TextFit.Wrap("one two three\nfour", 8));

    [Fact]
    public void A_word_wider_than_a_line_goes_on_in_the_next() =>
        Assert.Equal(
            ["see", "/very/lo", "ng/path", "now"],
            TextFit.Wrap("see /very/long/path now", 8)
        );

    [Fact]
    public void Spaces_within_a_line_stay() => Assert.Equal(["a  b"], TextFit.Wrap("a  b", 8));

    [Fact]
    public void Wrapped_lines_fit_and_nothing_but_spaces_is_lost() =>
        Gen.Select(Texts, Gen.Int[2, 30])
            .Sample(
                (text, columns) =>
                {
                    var lines = TextFit.Wrap(text, columns);
                    return lines.Count > 0
                        && lines.All(line => DisplayWidth.Of(line) <= columns)
                        && string.Concat(lines).Replace(" ", "") == text.Replace(" ", "");
                }
            );

    [Fact]
    public void Truncated_text_fits() =>
        Gen.Select(Texts, Gen.Int[1, 30])
            .Sample((text, columns) => DisplayWidth.Of(TextFit.Truncate(text, columns)) <= columns);
}
