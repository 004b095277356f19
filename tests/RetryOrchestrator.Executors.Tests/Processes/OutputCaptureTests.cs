using System.Text;
using RetryOrchestrator.Engine.Artifacts;
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

    [Theory]
    [InlineData("\u001b[31mgone\u001b[0m\n")]
    [InlineData("\u001b[2J\u001b[Hgone\n")]
    [InlineData("\u001b]0;title\u0007gone\n")]
    [InlineData("\u009b31mgone\r\n")]
    [InlineData("go\u001b[1mne")]
    [InlineData("50%\r100%\rgone\n")]
    [InlineData("a longer line\r\u001b[Kgone\r\u001b[K\n")]
    [InlineData("gone\r\n")]
    [InlineData("gone\r")]
    [InlineData("gone\r\r\n")]
    [InlineData("-\b\\\b|\bgone\n")]
    public void A_line_is_kept_as_a_person_would_have_seen_it(string written)
    {
        foreach (var size in (int[])[1, 2, 3, 1000])
        {
            var capture = Capture();
            foreach (var block in Encoding.UTF8.GetBytes(written).Chunk(size))
            {
                capture.TakeError(block);
            }

            capture.Dispose();

            Assert.Equal(["err | gone"], Log());
            Assert.Equal(["gone"], capture.LastLines().Error);
            File.Delete(_folder["a/output.log"]);
        }
    }

    [Fact]
    public void What_a_terminal_would_obey_and_nobody_knows_is_kept_visible_and_harmless()
    {
        var capture = Capture();
        capture.TakeError("\u0003\u001b\u0001gone\n"u8);
        capture.Dispose();

        Assert.Equal(["err | ␃␁gone"], Log());
    }

    [Fact]
    public void Progress_that_is_drawn_anew_for_hours_takes_one_line_and_no_memory()
    {
        var capture = Capture();
        for (var i = 0; i < 20_000; i++)
        {
            capture.TakeOut(Encoding.UTF8.GetBytes($"\r[{i, 6}] \u001b[32m{new string('#', 50)}"));
        }

        capture.TakeOut("\r\u001b[Kuploaded\n"u8);
        capture.Dispose();

        Assert.Equal(["out | uploaded"], Log());
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
        var last = Assert.Single(capture.LastLines().Error);
        Assert.InRange(last.Length, 1000, LineAssembler.MaxBytes);
        Assert.EndsWith("…", last);
    }

    [Fact]
    public void What_goes_beyond_the_limit_is_not_kept_but_its_last_lines_are_known()
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
        Assert.Equal(
            [
                .. Enumerable
                    .Range(1962, 38)
                    .Select(i => $"line {i / 2}{(i % 2 == 0 ? "" : " again")}")
                    .Skip(19),
                " the end ",
            ],
            capture.LastLines().Output
        );
    }

    [Fact]
    public void The_last_lines_of_each_stream_are_known_without_the_blank_ones()
    {
        var capture = Capture();
        for (var i = 1; i <= 30; i++)
        {
            capture.TakeError(Encoding.UTF8.GetBytes($"error {i}\n \n"));
        }

        capture.TakeOut("bye\n\n"u8);
        capture.Dispose();

        Assert.Equal(Enumerable.Range(11, 20).Select(i => $"error {i}"), capture.LastLines().Error);
        Assert.Equal(["bye"], capture.LastLines().Output);
    }

    [Fact]
    public void A_flood_in_one_block_leaves_the_same_last_lines_as_one_that_comes_in_pieces()
    {
        var flood = Encoding.UTF8.GetBytes(
            string.Concat(
                Enumerable.Range(1, 500).Select(i => $"line {i}\n{(i % 3 == 0 ? " \n" : "")}")
            )
        );
        foreach (var size in (int[])[1, 7, 100, 10_000])
        {
            var capture = Capture(maxBytes: 10);
            capture.TakeOut("the log is full\n"u8);
            foreach (var block in flood.Chunk(size))
            {
                capture.TakeOut(block);
            }

            capture.Dispose();

            Assert.Equal(
                Enumerable.Range(481, 20).Select(i => $"line {i}"),
                capture.LastLines().Output
            );
        }
    }

    [Fact]
    public void A_log_that_cannot_be_written_is_told()
    {
        File.WriteAllText(_folder["a"], "in the way");
        var capture = Capture();
        capture.TakeError("why it failed\n"u8);
        capture.Dispose();

        Assert.Equal(["why it failed"], capture.LastLines().Error);
        Assert.StartsWith("output.log could not be written: ", capture.Problem);
    }

    private OutputCapture Capture(long maxBytes = 1_000_000) =>
        new(new AttemptArtifacts(_folder["a"]), maxBytes);

    private string[] Log() => File.ReadAllLines(_folder["a/output.log"]);
}
