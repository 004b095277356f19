using RetryOrchestrator.Engine.Rendering;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Tests.Rendering;

public class TerminalOutputTests
{
    [Theory]
    [InlineData("\u001b[31mred\u001b[0m", "red")]
    [InlineData("\u001b[1m\u001b[38;5;196merror:\u001b[0m \u001b[1mbad\u001b[0m", "error: bad")]
    [InlineData("\u001b[38:2::255:0:0mred\u001b[m", "red")]
    [InlineData("\u001b(Bplain\u001b[K", "plain")]
    [InlineData("\u001b(0lines\u001b)B", "lines")]
    [InlineData("\u001b%Gutf-8", "utf-8")]
    [InlineData("\u001b]0;title\u001b\\text", "text")]
    [InlineData("\u001b]0;title\u0007text", "text")]
    [InlineData("\u001b]8;;https://x.org\u001b\\link\u001b]8;;\u001b\\", "link")]
    [InlineData("\u001bPq#0\u001b\\picture", "picture")]
    [InlineData("\u001b7saved\u001b8", "saved")]
    [InlineData("\u001b[?25lhidden\u001b[?25h", "hidden")]
    [InlineData("\u001b[ q shape", " shape")]
    [InlineData("\u009b31mred\u009b0m", "red")]
    [InlineData("\u009d0;title\u009ctext", "text")]
    [InlineData("bell\u0007", "bell")]
    [InlineData("\u000eshift\u000f", "shift")]
    [InlineData("10%\r20%\rdone", "done")]
    [InlineData("done\r", "done")]
    [InlineData("done\r    ", "done")]
    [InlineData("one\r\ntwo\r\n", "one\ntwo\n")]
    [InlineData("ab\b\bxy", "xy")]
    [InlineData("\b\bx", "x")]
    [InlineData("cut off \u001b[31", "cut off ")]
    [InlineData("cut off \u001b", "cut off ")]
    [InlineData("no end \u001b]0;title", "no end 0;title")]
    [InlineData("\u001b[31\u001b[32mtwice", "twice")]
    [InlineData("[31m is no sequence", "[31m is no sequence")]
    [InlineData("Ü 🎉 日本 é", "Ü 🎉 日本 é")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Text_is_read_as_it_was_seen(string? written, string seen)
    {
        Assert.Equal(seen, TerminalOutput.AsSeen(written));
        Assert.Equal(seen, TerminalOutput.AsSeen(seen));
    }

    [Fact]
    public void What_nobody_knows_stays_for_others_to_make_harmless() =>
        Assert.Equal("a\u0001\u0085b", TerminalOutput.AsSeen("a\u0001\u0085b"));

    [Fact]
    public void Text_without_commands_is_not_copied()
    {
        var text = new string('x', 100);

        Assert.Same(text, TerminalOutput.AsSeen(text));
    }
}
