namespace RetryOrchestrator.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public void A_suspect_is_handed_out_alone_and_only_when_nothing_else_is_left()
    {
        var store = OpenInPass("a", "b", "c");
        Claim(store, Make.Claim(1, 1));
        End(store, Suspected(1, 1));
        Assert.Equal(new DueJobs(Together: 2, Alone: 1), store.LineUp());

        // Others are left, whether or not there is room for them.
        Assert.Empty(store.Exchange(NewTurn() with { RoomAlone = 1 }).Claims);
        var turn = store.Exchange(NewTurn() with { Room = [1], RoomAlone = 1 });
        Assert.Equal([(2, false)], turn.Claims.Select(claim => (claim.Job.Key, claim.RunsAlone)));
        Assert.Equal([3], Keys(Ask(store, 2, 2).Claims));

        // Others are at work.
        turn = store.Exchange(NewTurn() with { Ended = [Make.Success(2, 2)], Room = [1, 2] });
        Assert.Empty(turn.Claims);
        Assert.Equal((0, 1), (turn.Left, turn.LeftAlone));

        turn = store.Exchange(
            NewTurn() with
            {
                Ended = [Make.Success(3, 3)],
                Room = [1, 2],
                RoomAlone = 2,
            }
        );
        var alone = Assert.Single(turn.Claims);
        Assert.Equal(
            (4, 1, 2, true),
            (alone.AttemptId, alone.Job.Key, alone.Worker, alone.RunsAlone)
        );
        Assert.Equal((0, 0), (turn.Left, turn.LeftAlone));
    }

    [Fact]
    public void Suspects_are_handed_out_one_by_one_and_again_when_they_are_taken_or_given_back()
    {
        var store = OpenInPass("a", "b");
        Claim(store, Make.Claim(1, 1), Make.Claim(2, 2));
        End(store, Suspected(1, 1), Suspected(2, 2));
        Assert.Equal(new DueJobs(Together: 0, Alone: 2), store.LineUp());
        var alone = NewTurn() with { Room = [1, 2], RoomAlone = 1 };

        var turn = store.Exchange(alone);
        Assert.Equal([1], Keys(turn.Claims));
        Assert.Equal(1, turn.LeftAlone);
        turn = store.Exchange(alone with { Ended = [Make.Success(3, 1)] });
        Assert.Equal([2], Keys(turn.Claims));
        turn = store.Exchange(alone with { Withdrawn = [new ClaimWithdrawal(4, 2)] });
        var second = Assert.Single(turn.Claims);
        Assert.Equal((5, 2, true), (second.AttemptId, second.Job.Key, second.RunsAlone));
        var failed = Make.Failed(5, 2, FailureCategory.Infrastructure, JobStatus.Retrying);
        turn = store.Exchange(alone with { Ended = [failed] });
        Assert.Equal((0, 0), (turn.Claims.Count, turn.LeftAlone));

        turn = store.Exchange(NewTurn() with { Returned = [Returned(second)] });

        Assert.Equal(1, turn.LeftAlone);
        Assert.Equal(
            [(2, true)],
            store.Exchange(alone).Claims.Select(claim => (claim.Job.Key, claim.RunsAlone))
        );
    }

    [Fact]
    public void Suspects_that_are_not_guarded_against_are_handed_out_as_others()
    {
        var terms = Make.Terms() with { SuspectsRunAlone = false };
        var store = OpenInPass(terms, Make.Row("a"), Make.Row("b"));
        Claim(store, Make.Claim(1, 1));
        End(store, Suspected(1, 1));

        Assert.Equal(new DueJobs(Together: 2, Alone: 0), store.LineUp());
        Assert.Equal(
            [(1, false), (2, false)],
            Ask(store, 1, 2).Claims.Select(claim => (claim.Job.Key, claim.RunsAlone))
        );
    }
}
