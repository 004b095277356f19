namespace RetryOrchestrator.Tests.Contract;

public abstract partial class StoreContract
{
    [Theory]
    [InlineData(PassResult.RetryableRemaining)]
    [InlineData(PassResult.NoAttemptPossible)]
    public void A_run_cut_off_in_a_wait_waits_for_the_same_moment(PassResult result)
    {
        var delay = TimeSpan.FromMinutes(30);
        var store = OpenInPass(Make.Terms(retryDelay: delay), Make.Row("a"));
        var closed = store.ClosePass(Make.Summary(1, 1, result));
        Assert.Equal(new PassTurn.Wait(2, delay), closed.Next);
        Assert.Equal(result, Assert.Single(Reader.ReadPasses(new PassQuery())).Result);
        KillAll();

        var second = Open();
        var run = second.Open(Make.Terms(retryDelay: delay), Make.Start);

        var at = Make.Start + delay;
        Assert.Equal((true, 2, at), (run.Resumed, run.NextPass, run.NextPassAt));
        Assert.Equal(RunState.Waiting, Reader.ReadStatus().State);
        Assert.Equal(
            new PassTurn.Wait(2, TimeSpan.FromMinutes(10)),
            second.Enter(at - TimeSpan.FromMinutes(10))
        );
        Clock.Advance(TimeSpan.FromMinutes(10));
        second.EnterPass(2, at);
    }

    [Fact]
    public void A_clock_that_is_set_back_makes_no_wait_longer_than_the_delay_nor_one_that_was_begun()
    {
        var delay = TimeSpan.FromMinutes(30);
        var store = OpenInPass(Make.Terms(retryDelay: delay), Make.Row("a"));
        store.ClosePass(Make.Summary(1, 1, PassResult.RetryableRemaining));
        KillAll();
        var second = Open();
        second.Open(Make.Terms(retryDelay: delay), Make.Start);
        var dayBefore = Make.Start.AddDays(-1);

        Assert.Equal(new PassTurn.Wait(2, delay), second.Enter(dayBefore));

        Clock.Advance(delay);
        second.EnterPass(2, dayBefore);
    }

    [Fact]
    public void A_run_in_which_nothing_is_due_is_over_at_once_and_followed_by_a_fresh_one()
    {
        var store = OpenInPass("a");
        Claim(store, Make.Claim(1, 1));
        End(store, Make.Success(1, 1));
        store.ClosePass(Make.Summary(1, 1, PassResult.AllComplete));
        Assert.Equal(2, store.Open(Make.Terms(), Make.Start).RunId);

        Assert.IsType<PassTurn.Over>(store.Enter(Make.Start));

        Assert.Equal(RunState.Completed, Reader.ReadStatus().State);
        Assert.Equal(3, store.Open(Make.Terms(), Make.Start).RunId);
    }

    [Fact]
    public void A_run_whose_passes_are_used_up_under_a_lower_limit_is_over_though_jobs_are_due()
    {
        var store = OpenInPass("a");
        store.ClosePass(Make.Summary(1, 1, PassResult.RetryableRemaining));
        store.Leave(Make.Start);

        Assert.Equal(1, store.Open(Make.Terms() with { MaxPasses = 1 }, Make.Start).RunId);

        Assert.IsType<PassTurn.Over>(store.Enter(Make.Start));
    }

    [Fact]
    public void A_pass_that_was_cut_off_is_finished_under_any_limit_and_no_further_one_begun()
    {
        var store = OpenInPass("a");
        store.ClosePass(Make.Summary(1, 1, PassResult.RetryableRemaining));
        Claim(InPass(store, 2), Make.Claim(1, 1));
        KillAll();
        var second = Open();
        second.Open(Make.Terms() with { MaxPasses = 1 }, Make.Start);

        Assert.Equal(2, second.EnterPass(2).MaxPasses);
        End(second, Make.Ended(1, 1, AttemptOutcome.Interrupted));
        second.ClosePass(Make.Summary(1, 2, PassResult.MaxPassesReached));

        Assert.Equal(2, second.Open(Make.Terms() with { MaxPasses = 1 }, Make.Start).RunId);
    }

    [Fact]
    public void A_pass_is_closed_only_when_its_attempts_have_ended()
    {
        var store = OpenInPass("a");
        var summary = Make.Summary(1, 1, PassResult.RetryableRemaining);
        Claim(store, Make.Claim(1, 1));

        Assert.Throws<InvalidOperationException>(() => store.ClosePass(summary));

        End(store, Make.Failed(1, 1, FailureCategory.Unknown, JobStatus.Retrying));
        store.ClosePass(summary);
    }

    [Fact]
    public void A_pass_is_closed_once_and_who_closes_it_again_is_told_what_the_first_made_of_it()
    {
        var store = OpenInPass("a");
        var first = store.TryClose(
            1,
            numbers => Make.Summary(1, 1, PassResult.RetryableRemaining, numbers.Pass)
        );

        var again = store.TryClose(1, _ => throw new InvalidOperationException("asked again"));

        Assert.Equal(first, again);
        Assert.Equal(
            PassResult.RetryableRemaining,
            Assert.Single(Reader.ReadPasses(new PassQuery())).Result
        );
        store.EnterPass(2);
        Assert.Throws<InvalidOperationException>(() =>
            store.ClosePass(Make.Summary(1, 1, PassResult.AllComplete))
        );
        Assert.Throws<InvalidOperationException>(() =>
            store.ClosePass(Make.Summary(1, 3, PassResult.AllComplete))
        );
    }

    [Fact]
    public void A_summary_is_made_of_the_numbers_in_the_moment_in_which_the_pass_is_closed()
    {
        var store = OpenInPass("a", "b");
        Claim(store, Make.Claim(1, 1), Make.Claim(2, 2));
        var last = End(store, Make.Success(1, 1), Make.Success(2, 2));
        RunNumbers? seen = null;

        store.TryClose(
            1,
            numbers =>
            {
                seen = numbers;
                return Make.Summary(1, 1, PassResult.AllComplete, numbers.Pass);
            }
        );

        Assert.Equal(last, seen);
    }
}
