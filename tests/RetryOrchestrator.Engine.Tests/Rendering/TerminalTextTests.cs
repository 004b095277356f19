using CsCheck;
using RetryOrchestrator.Engine.Rendering;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Tests.Rendering;

public class TerminalTextTests
{
    [Theory]
    [InlineData("\e[31mred\e[0m", "␛[31mred␛[0m")]
    [InlineData("\e]0;new title\a", "␛]0;new title␇")]
    [InlineData("50%\r100%", "50%␍100%")]
    [InlineData("a\b\u007Fb", "a␈␡b")]
    [InlineData("nul\0", "nul␀")]
    [InlineData("\u009B31m", "<U+009B>31m")]
    [InlineData("invoice\u202Efdp.exe", "invoice<U+202E>fdp.exe")]
    [InlineData("\u2066hidden\u2069", "<U+2066>hidden<U+2069>")]
    [InlineData("one\u2028two", "one<U+2028>two")]
    public void What_a_terminal_would_obey_is_shown_instead(string text, string shown)
    {
        Assert.Equal(shown, TerminalText.Clean(text));
        Assert.Equal(shown, TerminalText.CleanLine(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("Grüße, 日本語, العربية, עברית, ไทย")]
    [InlineData("👩‍👩‍👧 🇩🇪 ❤️ e\u0301")]
    [InlineData("✓ ✗ ⟳ ╔══╗ ██")]
    public void Ordinary_text_stays_as_it_is(string text)
    {
        Assert.Equal(text, TerminalText.Clean(text));
        Assert.Equal(text, TerminalText.CleanLine(text));
    }

    [Theory]
    [InlineData("\e]0;title\a\e[2J", "␛]0;title␇␛[2J")]
    [InlineData("\u009B31m\u007F\0", "\uFFFD31m␡␀")]
    [InlineData("one\r\ntwo\tthree \u202Eevil 🎬", "one\r\ntwo\tthree \u202Eevil 🎬")]
    public void In_data_only_what_commands_a_terminal_is_shown_instead(string text, string shown) =>
        Assert.Equal(shown, TerminalText.Disarm(text));

    [Fact]
    public void Half_a_surrogate_pair_becomes_the_replacement_character() =>
        Assert.Equal("a\uFFFDb", TerminalText.Clean("a" + (char)0xD83D + "b"));

    [Fact]
    public void Null_is_empty()
    {
        Assert.Equal("", TerminalText.Clean(null));
        Assert.Equal("", TerminalText.CleanLine(null));
        Assert.Equal("", TerminalText.FirstLine(null));
    }

    [Fact]
    public void Lines_and_tabs_stay_where_several_lines_are_allowed() =>
        Assert.Equal("one\n\ttwo\nthree", TerminalText.Clean("one\r\n\ttwo\nthree"));

    [Fact]
    public void One_line_stays_one_line() =>
        Assert.Equal("one␊ two␊three", TerminalText.CleanLine("one\r\n\ttwo\nthree"));

    [Fact]
    public void The_first_line_is_the_first_that_is_not_blank() =>
        Assert.Equal(
            "Error: no␛ device",
            TerminalText.FirstLine("\r\n  \n  Error: no\e device \nat x()")
        );

    [Fact]
    public void No_text_whatever_brings_a_control_character_to_the_terminal() =>
        Gen
            .Char.Array.Select(chars => new string(chars))
            .Sample(text =>
            {
                var lines = TerminalText.Clean(text);
                var line = TerminalText.CleanLine(text);
                return lines.All(c => c is '\n' or '\t' || !char.IsControl(c))
                    && !line.Any(char.IsControl)
                    && !line.Any(c =>
                        c is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u206F'
                    )
                    && TerminalText.Clean(lines) == lines
                    && TerminalText.CleanLine(line) == line;
            });
}
