using System.Collections.Concurrent;
using RetryOrchestrator.Engine.Execution;

namespace RetryOrchestrator.Engine.Tests.Execution;

public sealed class MailboxTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly Mailbox<int> _mailbox = new();

    [Fact]
    public void What_was_posted_before_it_was_closed_can_still_be_taken()
    {
        _mailbox.Post(1);
        _mailbox.Post(2);
        _mailbox.Close();

        Assert.Equal([1, 2], _mailbox.TakeAll());
    }

    [Fact]
    public void Items_posted_together_come_in_their_order_behind_those_before_them()
    {
        _mailbox.Post(1);
        _mailbox.Post([2, 3]);
        _mailbox.Close();

        Assert.Equal([1, 2, 3], _mailbox.TakeAll());
    }

    [Fact]
    public async Task A_reader_sleeps_until_something_is_posted()
    {
        using var taken = new BlockingCollection<int>();
        var reader = OnItsOwnThread(() =>
        {
            foreach (var item in _mailbox.TakeAll())
            {
                taken.Add(item);
            }
        });
        _mailbox.Post(1);
        Assert.True(taken.TryTake(out var first, Deadline));
        _mailbox.Post(2);
        Assert.True(taken.TryTake(out var second, Deadline));
        _mailbox.Close();

        await reader.WaitAsync(Deadline, TestContext.Current.CancellationToken);
        Assert.Equal((1, 2), (first, second));
    }

    [Theory]
    [InlineData(1, 1, new[] { 1, 2 })]
    [InlineData(2, 2, new[] { 1 })]
    [InlineData(9, 3, new int[0])]
    public void What_came_last_can_be_taken_back(int atMost, int withdrawn, int[] left)
    {
        _mailbox.Post(1);
        _mailbox.Post(2);
        _mailbox.Post(3);

        Assert.Equal(withdrawn, _mailbox.Withdraw(atMost));

        _mailbox.Close();
        Assert.Equal(left, _mailbox.TakeAll());
    }

    [Fact]
    public void A_batch_is_all_that_is_there()
    {
        _mailbox.Post(1);
        _mailbox.Post(2);

        Assert.Equal([1, 2], _mailbox.TakeBatch());
    }

    [Fact]
    public async Task To_wake_a_reader_gives_it_an_empty_batch()
    {
        var reader = OnItsOwnThread(() => Assert.Empty(_mailbox.TakeBatch()));
        _mailbox.Wake();

        await reader.WaitAsync(Deadline, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_wake_that_came_before_the_reader_is_not_lost()
    {
        _mailbox.Wake();

        Assert.Empty(_mailbox.TakeBatch());
    }

    private static Task OnItsOwnThread(Action action) =>
        Task.Factory.StartNew(
            action,
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
}
