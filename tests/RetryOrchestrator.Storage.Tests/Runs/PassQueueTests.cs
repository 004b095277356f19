using RetryOrchestrator.Storage.Runs;

namespace RetryOrchestrator.Storage.Tests.Runs;

public class PassQueueTests
{
    [Fact]
    public void Jobs_without_an_account_come_in_file_order()
    {
        var queue = Queue(null, null, null);

        Assert.Equal([1, 2, 3], TakeAll(queue));
    }

    [Fact]
    public void A_job_whose_account_is_busy_does_not_hold_up_those_behind_it()
    {
        var queue = Queue("ann", "ann", "bob", null);

        Assert.Equal([1, 3, 4], TakeAll(queue));
    }

    [Fact]
    public void The_earliest_waiting_job_comes_first_when_accounts_become_free()
    {
        var queue = Queue("ann", "bob", "ann", "bob", "ann");
        TakeAll(queue);

        queue.Release("bob");
        queue.Release("ann");

        Assert.Equal([3, 4], TakeAll(queue));
        queue.Release("ann");
        Assert.Equal([5], TakeAll(queue));
    }

    [Fact]
    public void A_waiting_job_comes_before_later_jobs_of_the_file()
    {
        var queue = Queue("ann", "ann", "bob", "cid");
        Take(queue);
        Assert.Equal(3, Take(queue));

        queue.Release("ann");

        Assert.Equal(2, Take(queue));
        Assert.Equal(4, Take(queue));
    }

    [Fact]
    public void A_stopped_account_gives_out_nothing_more()
    {
        var queue = Queue("ann", "ann", "bob", "ann");
        TakeAll(queue);

        queue.Stop("ann");
        queue.Release("ann");

        Assert.Empty(TakeAll(queue));
    }

    [Fact]
    public void An_account_stopped_after_its_turn_came_gives_out_nothing_more()
    {
        var queue = Queue("ann", "ann");
        Take(queue);
        queue.Release("ann");

        queue.Stop("ann");

        Assert.Empty(TakeAll(queue));
    }

    [Fact]
    public void Accounts_that_differ_in_case_are_two()
    {
        var queue = Queue("Ann", "ann");

        Assert.Equal([1, 2], TakeAll(queue));
    }

    [Fact]
    public void A_job_that_is_put_back_is_the_next_and_its_account_is_free()
    {
        var queue = Queue("x", null, "x", null);
        Assert.True(queue.TryTake(out _, out var first));
        Assert.Equal(2, Take(queue));
        queue.PutBack(first);

        Assert.Equal([1, 4], TakeAll(queue));
        queue.Release("x");
        Assert.Equal([3], TakeAll(queue));
    }

    [Fact]
    public void Jobs_that_are_put_back_come_in_file_order()
    {
        var queue = Queue(null, null, null);
        Assert.True(queue.TryTake(out _, out var first));
        Assert.True(queue.TryTake(out _, out var second));
        queue.PutBack(second);
        queue.PutBack(first);

        Assert.Equal([1, 2, 3], TakeAll(queue));
    }

    [Fact]
    public void What_is_attempted_again_comes_after_all_others()
    {
        var queue = Queue(null, null, null);
        Take(queue);

        queue.TakeAgain(0);

        Assert.Equal([2, 3, 1], TakeAll(queue));
    }

    [Fact]
    public void Jobs_that_run_alone_are_given_out_only_when_they_are_asked_for()
    {
        var queue = new PassQueue([new(1, null), new(2, null, true), new(3, null, true)]);

        Assert.Equal((1, 2), (queue.Available, queue.AvailableAlone));
        Assert.Equal([1], TakeAll(queue));
        Assert.Equal(0, queue.Available);
        Assert.True(queue.TryTakeAlone(out var first, out _));
        Assert.True(queue.TryTakeAlone(out var second, out var place));
        Assert.Equal((2, 3), (first.Key, second.Key));

        queue.TakeAgain(place);
        Assert.Equal(1, queue.AvailableAlone);
        Assert.Empty(TakeAll(queue));
    }

    [Fact]
    public void A_job_that_runs_alone_is_not_given_out_when_its_account_was_stopped()
    {
        var queue = new PassQueue([new(1, "ann"), new(2, "ann", true), new(3, "bob", true)]);
        TakeAll(queue);
        queue.Stop("ann");

        Assert.True(queue.TryTakeAlone(out var job, out _));
        Assert.Equal(3, job.Key);
        Assert.False(queue.TryTakeAlone(out _, out _));
    }

    private static PassQueue Queue(params string?[] accounts) =>
        new(accounts.Select((account, index) => new DueJob(index + 1, account)).ToList());

    private static long Take(PassQueue queue)
    {
        Assert.True(queue.TryTake(out var job, out _));
        return job.Key;
    }

    private static List<long> TakeAll(PassQueue queue)
    {
        var keys = new List<long>();
        while (queue.TryTake(out var job, out _))
        {
            keys.Add(job.Key);
        }

        return keys;
    }
}
