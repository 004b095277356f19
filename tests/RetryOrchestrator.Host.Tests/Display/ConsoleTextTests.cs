using System.Management.Automation;
using Microsoft.Extensions.Time.Testing;
using RetryOrchestrator.Host.CommandLine;
using RetryOrchestrator.Host.Display;
using RetryOrchestrator.Host.Tests.Infrastructure;

namespace RetryOrchestrator.Host.Tests.Display;

public sealed class ConsoleTextTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void The_live_line_is_rewritten_in_place_and_lasting_lines_push_it_down()
    {
        var console = new TestConsole(_time, outputIsTerminal: true, errorIsTerminal: true);

        console.Text.Progress(Record("Pass 1", "1 done"));
        _time.Advance(TimeSpan.FromSeconds(1));
        console.Text.Progress(Record("Pass 1", "2 done"));
        console.Text.Alert("careful", ConsoleColor.Yellow);
        console.Text.EndProgress();

        Assert.Equal(
            "\r\e[KPass 1 1 done\r\e[KPass 1 2 done\r\e[Kcareful\n\r\e[KPass 1 2 done\r\e[K",
            console.Error
        );
        Assert.Empty(console.Output);
    }

    [Fact]
    public void There_is_no_live_line_without_a_terminal()
    {
        var console = new TestConsole(_time);

        console.Text.Progress(Record("Pass 1", "1 done"));
        console.Text.EndProgress();

        Assert.Empty(console.Output + console.Error);
    }

    [Fact]
    public void The_live_line_stays_off_standard_output_when_that_is_for_data()
    {
        var console = new TestConsole(_time, outputIsTerminal: true);
        console.Text.Format = DataFormat.Json;

        console.Text.Progress(Record("Pass 1", "1 done"));

        Assert.Empty(console.Output + console.Error);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(20)]
    [InlineData(1)]
    public void The_live_line_is_shorter_than_the_terminal_is_wide(int width)
    {
        var console = new TestConsole(_time, errorIsTerminal: true, width: width);

        console.Text.Progress(Record("Pass\n1", new string('x', 200)));

        var line = console.Error.Replace("\r\e[K", "", StringComparison.Ordinal);
        Assert.Equal(width - 1, line.Length);
        Assert.DoesNotContain('\n', line);
    }

    [Fact]
    public void Characters_of_two_columns_count_twice() =>
        Assert.Equal("ジョ", LiveLine.Fit("ジョブ", 5));

    [Fact]
    public void Drawing_is_not_repeated_within_a_moment_and_the_end_is_shown_at_once()
    {
        var console = new TestConsole(_time, errorIsTerminal: true);

        console.Text.Progress(Record("Pass 1", "1 done"));
        console.Text.Progress(Record("Pass 1", "2 done"));
        var end = Record("Pass 1", "2 done");
        end.RecordType = ProgressRecordType.Completed;
        console.Text.Progress(end);

        Assert.Equal("\r\e[KPass 1 1 done\r\e[K", console.Error);
    }

    [Fact]
    public void Bars_of_single_workers_leave_the_line_to_the_pass()
    {
        var console = new TestConsole(_time, errorIsTerminal: true);
        var worker = Record("Worker 2", "job-7");
        worker.ParentActivityId = 0;

        console.Text.Progress(worker);

        Assert.Empty(console.Error);
    }

    [Fact]
    public void An_unfinished_line_is_not_overwritten()
    {
        var console = new TestConsole(_time, outputIsTerminal: true, errorIsTerminal: true);

        console.Text.Progress(Record("Pass 1", "1 done"));
        console.Text.Write("Sure? ", endLine: false);
        _time.Advance(TimeSpan.FromSeconds(1));
        console.Text.Progress(Record("Pass 1", "2 done"));

        Assert.Equal("Sure? ", console.Output);
        Assert.DoesNotContain("2 done", console.Error);
    }

    [Theory]
    [InlineData(80, "Pass 1 of 5 [#####---------------] 37 of 200 done, 3 running")]
    [InlineData(50, "Pass 1 of 5 [##--------] 37 of 200 done, 3 running")]
    [InlineData(42, "Pass 1 of 5 37 of 200 done, 3 running")]
    public void The_bar_takes_the_room_that_the_words_leave(int columns, string line)
    {
        var record = Record("Pass 1 of 5", "37 of 200 done, 3 running");
        record.PercentComplete = 25;

        Assert.Equal(line, ProgressText.Of(record, columns));
    }

    [Fact]
    public void Colour_is_used_only_where_it_may_be()
    {
        var plain = new TestConsole(_time, outputIsTerminal: true);
        var coloured = new TestConsole(_time, outputIsTerminal: true, colour: true);

        plain.Text.Write("a\nb", ConsoleColor.Cyan);
        coloured.Text.Write("a\nb", ConsoleColor.Cyan);

        Assert.Equal("a\nb\n", plain.Output);
        Assert.Equal("\e[96ma\e[0m\n\e[96mb\e[0m\n", coloured.Output);
    }

    private static ProgressRecord Record(string activity, string status) =>
        new(1, activity, status);
}
