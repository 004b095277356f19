using RetryOrchestrator.Storage.Marks;
using RetryOrchestrator.Storage.Tests.Support;

namespace RetryOrchestrator.Storage.Tests.Marks;

public sealed class BeginMarksFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _state;
    private readonly string _file;

    public BeginMarksFileTests()
    {
        _state = Path.Combine(_folder.Path, "jobs.orchestrator.db");
        _file = _state + "-begun";
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Another_process_reads_what_was_marked()
    {
        using var marks = new BeginMarksFile(_state);
        Assert.True(marks.TryOpen("state", 7, "boot", 3));
        marks.Mark(1, 11);
        marks.Mark(3, 12);
        marks.Mark(1, long.MaxValue);
        marks.MarkShown(1, 10);
        marks.MarkShown(2, 13);

        // Not closed: as a killed process leaves it.
        using var another = new BeginMarksFile(_state);
        var begun = another.Read()!;

        Assert.Equal(("state", 7, "boot"), (begun.State, begun.Hold, begun.BootId));
        Assert.Equal([long.MaxValue, 13, 12], begun.Latest);
    }

    [Fact]
    public void Marks_that_are_opened_anew_forget_those_before()
    {
        using var marks = new BeginMarksFile(_state);
        Assert.True(marks.TryOpen("state", 7, "boot", 3));
        marks.Mark(3, 11);
        Assert.True(marks.TryOpen("state", 8, "boot", 1));

        Assert.Equal((8, 0L), (marks.Read()!.Hold, Assert.Single(marks.Read()!.Latest)));
    }

    [Fact]
    public void Cleared_marks_leave_no_file()
    {
        using var marks = new BeginMarksFile(_state);
        Assert.Null(marks.Read());
        Assert.True(marks.TryOpen("state", 7, "boot", 3));
        marks.Clear();
        marks.Clear();

        Assert.Null(marks.Read());
        Assert.False(File.Exists(_file));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(152)] // the head, and no worker
    [InlineData(160)] // half of a worker
    [InlineData(170)] // half a mark
    public void A_file_cut_short_says_nothing(int length)
    {
        using (var marks = new BeginMarksFile(_state))
        {
            Assert.True(marks.TryOpen("state", 7, "boot", 3));
        }

        File.WriteAllBytes(_file, File.ReadAllBytes(_file)[..length]);

        using var cut = new BeginMarksFile(_state);
        Assert.Null(cut.Read());
    }

    [Fact]
    public void A_file_of_something_else_says_nothing()
    {
        File.WriteAllBytes(_file, Enumerable.Repeat((byte)'x', 400).ToArray());

        using var marks = new BeginMarksFile(_state);
        Assert.Null(marks.Read());
    }

    [Fact]
    public void Where_no_file_can_be_made_nothing_can_be_marked()
    {
        Directory.CreateDirectory(_file);

        using var marks = new BeginMarksFile(_state);

        Assert.False(marks.TryOpen("state", 7, "boot", 3));
        Assert.Null(marks.Read());
        marks.Clear();
    }

    [Fact]
    public void A_name_that_does_not_fit_opens_nothing()
    {
        using var marks = new BeginMarksFile(_state);

        Assert.False(marks.TryOpen(new string('s', 65), 7, "boot", 3));
        Assert.False(File.Exists(_file));
    }
}
