using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Engine.Tests.Execution;

/// <summary>A worker that fails in a row is not trusted with a batch, until the row itself is no news.</summary>
public sealed class FailureRowTests
{
    [Theory]
    [InlineData(0, 64)]
    [InlineData(2, 64)]
    [InlineData(3, 1)]
    [InlineData(7, 1)]
    [InlineData(8, 2)]
    [InlineData(80, 11)]
    [InlineData(8000, 64)]
    public void From_the_third_failure_on_it_holds_one_and_more_as_the_row_grows(
        int failures,
        int room
    ) => Assert.Equal(room, RowOf(failures).Room(64));

    [Fact]
    public void A_success_ends_the_row()
    {
        var row = RowOf(3);
        row.Note(new AttemptVerdict(AttemptOutcome.Success));
        row.Note(Failed(FailureCategory.Infrastructure));

        Assert.Equal(64, row.Room(64));
    }

    [Theory]
    [InlineData(FailureCategory.Input)]
    [InlineData(FailureCategory.Account)]
    public void What_cannot_be_the_workers_fault_neither_makes_the_row_longer_nor_ends_it(
        FailureCategory category
    )
    {
        var row = RowOf(2);
        row.Note(Failed(category));
        Assert.False(row.IsLong);

        row.Note(Failed(FailureCategory.Infrastructure));
        Assert.True(row.IsLong);
    }

    [Fact]
    public void What_it_is_given_room_for_it_does_not_give_back_though_all_of_it_fails()
    {
        for (var length = 3; length < 1000; length++)
        {
            var row = RowOf(length);
            var (known, room) = (length, row.Room(64));
            for (var i = 0; i < room; i++)
            {
                Assert.False(row.MakesStale(known, known + i), $"{i + 1} of {room} after {length}");
                row.Note(Failed(FailureCategory.Infrastructure));
            }
        }
    }

    [Fact]
    public void What_was_given_before_the_row_was_known_is_given_back()
    {
        var row = RowOf(2);
        Assert.False(row.MakesStale(known: 0, reported: 2));

        row.Note(Failed(FailureCategory.Infrastructure));

        Assert.True(row.MakesStale(known: 0, reported: 3));
        Assert.False(row.MakesStale(known: 3, reported: 3));
    }

    private static FailureRow RowOf(int failures)
    {
        var row = new FailureRow();
        for (var i = 0; i < failures; i++)
        {
            row.Note(Failed(FailureCategory.Infrastructure));
        }

        return row;
    }

    private static AttemptVerdict Failed(FailureCategory category) =>
        new(AttemptOutcome.Failed, new Failure(category, "type", "message", "rule"));
}
