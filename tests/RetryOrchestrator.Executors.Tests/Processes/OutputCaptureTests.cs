using System.Text;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Executors.Tests.Support;

namespace RetryOrchestrator.Executors.Tests.Processes;

public sealed class OutputCaptureTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_output_nothing_is_made()
    {
        using (Capture()) { }

        Assert.False(Directory.Exists(_folder["a"]));
    }

    [Fact]
    public void Lines_are_kept_as_they_come_and_say_their_stream()
    {
        using (var capture = Capture())
        {
            capture.TakeOut("one\r\ntw"u8);
            capture.TakeError("oops\n"u8);
            capture.TakeOut("o\n\nlast"u8);
        }

        Assert.Equal(["out | one", "err | oops", "out | two", "out | ", "out | last"], Log());
    }

    [Fact]
    public void Escape_sequences_are_kept_visible_and_harmless()
    {
        var capture = Capture();
        capture.TakeError("\u001b[2Jgone\n"u8);
        capture.Dispose();

        Assert.Equal(["err | ␛[2Jgone"], Log());
        Assert.Equal("␛[2Jgone", capture.FailureMessage(1));
    }

    [Fact]
    public void A_character_that_arrives_in_pieces_is_whole()
    {
        using (var capture = Capture())
        {
            foreach (var one in "Ü🎉\n"u8.ToArray())
            {
                capture.TakeOut([one]);
            }
        }

        Assert.Equal(["out | Ü🎉"], Log());
    }

    [Fact]
    public void A_very_long_line_is_kept_in_pieces_that_cut_no_character()
    {
        var line = string.Concat(Enumerable.Repeat("🎉a", LineAssembler.MaxBytes / 3));
        var capture = Capture();
        capture.TakeError(Encoding.UTF8.GetBytes(line));
        capture.Dispose();

        var log = Log();
        Assert.StartsWith("err | 🎉a", log[0]);
        Assert.All(log.Skip(1), piece => Assert.StartsWith("err + ", piece));
        Assert.Equal(line, string.Concat(log.Select(piece => piece[6..])));
        Assert.InRange(capture.FailureMessage(1).Length, 1000, LineAssembler.MaxBytes);
        Assert.EndsWith("…", capture.FailureMessage(1));
    }

    [Fact]
    public void What_goes_beyond_the_limit_is_not_kept_but_its_last_line_is_known()
    {
        var capture = Capture(maxBytes: 1000);
        for (var i = 0; i < 1000; i++)
        {
            capture.TakeOut(Encoding.UTF8.GetBytes($"line {i}\nline {i} again\n"));
        }

        capture.TakeOut("\n the end \r\n\n"u8);
        capture.Dispose();

        Assert.InRange(new FileInfo(_folder["a/output.log"]).Length, 1000, 1200);
        Assert.EndsWith("is not kept", Log()[^1]);
        Assert.Equal("the end", capture.FailureMessage(1));
    }

    [Fact]
    public void The_message_is_the_last_line_of_standard_error_that_is_not_blank()
    {
        var capture = Capture();
        capture.TakeError("first\nwhy it failed\n  \n\n"u8);
        capture.TakeOut("bye\n"u8);
        capture.Dispose();

        Assert.Equal("why it failed", capture.FailureMessage(3));
    }

    [Fact]
    public void Without_standard_error_the_message_is_of_standard_output_and_without_both_the_exit_code()
    {
        var capture = Capture();
        capture.TakeError(" \n"u8);
        Assert.Equal("exit code 3", capture.FailureMessage(3));
        capture.TakeOut("no such account\n"u8);
        capture.Dispose();

        Assert.Equal("no such account", capture.FailureMessage(3));
    }

    [Fact]
    public void A_log_that_cannot_be_written_is_told_in_the_message()
    {
        File.WriteAllText(_folder["a"], "in the way");
        var capture = Capture();
        capture.TakeError("why it failed\n"u8);
        capture.Dispose();

        Assert.StartsWith(
            "why it failed (output.log could not be written: ",
            capture.FailureMessage(1)
        );
    }

    private OutputCapture Capture(long maxBytes = 1_000_000) => new(_folder["a"], maxBytes);

    private string[] Log() => File.ReadAllLines(_folder["a/output.log"]);
}
