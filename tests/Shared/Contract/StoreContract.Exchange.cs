namespace RetryOrchestrator.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public void Room_is_filled_in_file_order_and_by_the_order_of_the_workers()
    {
        var store = OpenInPass("a", "b", "c", "d");
        TakeIn(store, Make.Row("c"), Make.Row("a"), Make.Row("d"), Make.Row("b"));
        Assert.Equal(new DueJobs(Together: 4, Alone: 0), store.LineUp());
        var at = Make.Start.AddMinutes(7);

        var turn = store.Exchange(NewTurn() with { Room = [2, 1, 2], At = at });

        Assert.Equal(
            [
                new AttemptStart(1, 3, 1, 2, at),
                new AttemptStart(2, 1, 1, 1, at),
                new AttemptStart(3, 4, 1, 2, at),
            ],
            turn.Claims.Select(Turns.StartOf)
        );
        Assert.Equal(["c", "a", "d"], turn.Claims.Select(claim => claim.Job.Job.Id));
        Assert.Equal((1, 0), (turn.Left, turn.LeftAlone));
        Assert.Equal(new JobTally { Pending = 1, Claimed = 3 }, turn.Numbers.Jobs);
        Assert.Equal(
            [("c", 2), ("a", 1), ("d", 2), ("b", null)],
            Reader.ReadJobs(new JobQuery()).Select(job => (job.JobId, job.Worker))
        );
    }

    [Fact]
    public void More_room_than_jobs_is_filled_as_far_as_they_go()
    {
        var store = OpenEntered("a", "b");

        Assert.Equal([1, 2], Keys(Ask(store, 1, 2, 3).Claims));

        var turn = Ask(store, 1, 2, 3);
        Assert.Empty(turn.Claims);
        Assert.Equal((0, 0), (turn.Left, turn.LeftAlone));
    }

    [Fact]
    public void A_job_is_handed_out_in_the_very_exchange_that_tells_the_end_of_its_accounts_other_one()
    {
        var store = OpenEntered(Make.Row("a", "x"), Make.Row("b", "x"), Make.Row("c"));
        Assert.Equal([1, 3], Keys(Ask(store, 1, 2, 3).Claims));
        Assert.Empty(Ask(store, 2).Claims);

        var turn = store.Exchange(NewTurn() with { Ended = [Make.Success(1, 1)], Room = [2] });

        Assert.Equal([2], Keys(turn.Claims));
        Assert.Equal(new JobTally { Claimed = 2, Succeeded = 1 }, turn.Numbers.Jobs);
    }

    [Fact]
    public void A_job_that_waited_for_its_account_is_left_and_comes_before_later_ones()
    {
        var store = OpenEntered(
            Make.Row("a", "x"),
            Make.Row("b", "x"),
            Make.Row("c"),
            Make.Row("d")
        );
        Assert.Equal([1, 3], Keys(Ask(store, 1, 2).Claims));

        var turn = store.Exchange(NewTurn() with { Ended = [Make.Success(1, 1)] });

        Assert.Empty(turn.Claims);
        Assert.Equal(2, turn.Left);
        Assert.Equal([2, 4], Keys(Ask(store, 1, 2).Claims));
    }

    [Fact]
    public void Of_one_account_no_two_jobs_are_handed_out_at_once_however_much_room_there_is()
    {
        var store = OpenEntered([
            .. Enumerable.Range(0, 12).Select(n => Make.Row($"{n}", $"account{n % 3}")),
        ]);
        var order = new List<long>();
        var atWork = Ask(store, [.. Turns.RoomFor(12)]).Claims;
        while (atWork.Count > 0)
        {
            Assert.Equal(atWork.Count, atWork.DistinctBy(claim => claim.Job.Job.Account).Count());
            order.AddRange(Keys(atWork));
            atWork = store
                .Exchange(
                    NewTurn() with
                    {
                        Ended =
                        [
                            .. atWork.Select(claim => Make.Success(claim.AttemptId, claim.Job.Key)),
                        ],
                        Room = Turns.RoomFor(12),
                    }
                )
                .Claims;
        }

        Assert.Equal(Enumerable.Range(1, 12).Select(n => (long)n), order);
    }

    [Fact]
    public void Jobs_of_an_account_that_was_stopped_are_not_handed_out()
    {
        var store = OpenEntered(
            Make.Row("a", "x"),
            Make.Row("b", "x"),
            Make.Row("c", "y"),
            Make.Row("d", "x"),
            Make.Row("e", "y")
        );
        Assert.Equal([1], Keys(Ask(store, 1).Claims));

        var turn = store.Exchange(
            NewTurn() with
            {
                Ended = [Make.Failed(1, 1, FailureCategory.Account)],
                AccountStops = [new AccountStop("x", "account x failed in job a")],
                Room = [1, 2, 3],
            }
        );

        Assert.Equal([3], Keys(turn.Claims));
        turn = store.Exchange(NewTurn() with { Ended = [Make.Success(2, 3)], Room = [1, 2, 3] });
        Assert.Equal([5], Keys(turn.Claims));
        Assert.Equal((0, 2), (turn.Left, turn.Numbers.Jobs.Skipped));
    }

    [Fact]
    public void A_job_that_is_taken_back_is_handed_out_again_in_the_same_exchange_before_later_ones()
    {
        var store = OpenEntered(Make.Row("a"), Make.Row("b", "x"), Make.Row("c"), Make.Row("d"));
        Assert.Equal([1, 2], Keys(Ask(store, 1, 1).Claims));
        var at = Make.Start.AddMinutes(7);

        var turn = store.Exchange(
            NewTurn() with
            {
                Withdrawn = [new ClaimWithdrawal(2, 2)],
                Room = [2, 3],
                At = at,
            }
        );

        Assert.Equal(
            [new AttemptStart(3, 2, 1, 2, at), new AttemptStart(4, 3, 1, 3, at)],
            turn.Claims.Select(Turns.StartOf)
        );
        Assert.Equal(
            [("a", 1), ("b", 2), ("c", 3)],
            Reader.ReadAttempts(new JobQuery()).Select(attempt => (attempt.JobId, attempt.Worker))
        );
        Assert.Equal(1, turn.Left);
    }

    [Fact]
    public void A_job_whose_accounts_other_one_is_taken_back_goes_on_waiting_for_that()
    {
        var store = OpenEntered(Make.Row("a", "x"), Make.Row("b", "x"));
        Assert.Equal([1], Keys(Ask(store, 1, 2).Claims));

        var turn = store.Exchange(
            NewTurn() with
            {
                Withdrawn = [new ClaimWithdrawal(1, 1)],
                Room = [1, 2],
            }
        );

        Assert.Equal([1], Keys(turn.Claims));
        turn = store.Exchange(NewTurn() with { Ended = [Make.Success(2, 1)], Room = [1, 2] });
        Assert.Equal([2], Keys(turn.Claims));
    }

    [Fact]
    public void An_exchange_that_tells_nothing_and_is_handed_nothing_changes_nothing()
    {
        var store = OpenEntered(Make.Row("a", "x"), Make.Row("b", "x"));
        var before = Ask(store, 1);
        var status = Reader.ReadStatus();
        var later = NewTurn() with
        {
            At = Make.Start.AddHours(5),
            PassDuration = TimeSpan.FromHours(4),
        };

        foreach (var request in (TurnRequest[])[later, later with { Room = [1, 2] }])
        {
            var turn = store.Exchange(request);

            Assert.Empty(turn.Claims);
            Assert.Equal(before.Numbers, turn.Numbers);
            Assert.Equal(status.UpdatedAt, Reader.ReadStatus().UpdatedAt);
        }

        End(store, Make.Success(1, 1));
        Assert.Equal([2], Keys(Ask(store, 2).Claims));
        KillAll();
        var next = Open();
        next.Open(Make.Terms(), Make.Start);
        Assert.Equal(NewTurn().PassDuration, next.EnterPass(1).Worked);
    }

    [Fact]
    public void An_exchange_that_is_handed_something_says_when_and_how_long_the_pass_was_at_work()
    {
        var store = OpenEntered("a");
        var at = Make.Start.AddHours(5);

        store.Exchange(
            new TurnRequest
            {
                Room = [1],
                At = at,
                PassDuration = TimeSpan.FromHours(4),
            }
        );

        Assert.Equal(at, Reader.ReadStatus().UpdatedAt);
        KillAll();
        var next = Open();
        next.Open(Make.Terms(), Make.Start);
        Assert.Equal(TimeSpan.FromHours(4), next.EnterPass(1).Worked);
    }

    [Fact]
    public void An_exchange_that_asks_for_jobs_of_a_pass_that_was_not_entered_is_refused()
    {
        var store = OpenInPass("a");
        AssertRefused();
        store.LineUp();
        store.Exchange(NewTurn());
        store.ClosePass(Make.Summary(1, 1, PassResult.RetryableRemaining));
        AssertRefused();
        store.EnterPass(2);

        AssertRefused();

        // What is only told needs no queue: what a run finds cut off it ends before.
        store.Exchange(NewTurn() with { Held = TimeSpan.FromSeconds(1) });
        store.LineUp();
        Assert.Equal([1], Keys(Ask(store, 1).Claims));

        void AssertRefused()
        {
            Assert.Throws<InvalidOperationException>(() => Ask(store, 1));
            Assert.Throws<InvalidOperationException>(() =>
                store.Exchange(NewTurn() with { RoomAlone = 1 })
            );
            Assert.Equal(new JobTally { Pending = 1 }, store.CountJobs());
        }
    }

    /// <summary>A store that was asked for nothing yet in pass 1, which was entered.</summary>
    private IRunSession OpenEntered(params JobRow[] rows)
    {
        var store = OpenInPass(rows);
        Assert.Equal(rows.Length, store.LineUp().Together);
        return store;
    }

    private IRunSession OpenEntered(params string[] ids) =>
        OpenEntered([.. ids.Select(id => Make.Row(id))]);

    /// <summary>Tells nothing and asks for jobs.</summary>
    private static Turn Ask(IRunSession store, params int[] room) =>
        store.Exchange(NewTurn() with { Room = room });
}
