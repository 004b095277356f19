namespace RetryOrchestrator.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public void An_account_stop_skips_what_is_due_of_that_account()
    {
        var store = OpenInPass(
            Make.Row("1", "x"),
            Make.Row("2", "x"),
            Make.Row("3", "X"),
            Make.Row("4", "x"),
            Make.Row("5"),
            Make.Row("6", "x")
        );
        Claim(store, Make.Claim(1, 1));
        store.Exchange(
            NewTurn() with
            {
                Ended = [Make.Failed(1, 1, FailureCategory.Unknown, JobStatus.Retrying)],
                Room = [1],
            }
        );
        var numbers = store
            .Exchange(
                NewTurn() with
                {
                    Ended = [Make.Failed(2, 2, FailureCategory.Account)],
                    AccountStops = [new AccountStop("x", "account x failed in job 2")],
                }
            )
            .Numbers;

        // Job 1 had its attempt in this pass, and counts by what that came to.
        Assert.Equal((2, 1), (numbers.Pass.Skipped, numbers.Pass.FailedUnknown));
        Assert.Equal(
            new JobTally
            {
                Pending = 2,
                FailedAccount = 1,
                Skipped = 3,
            },
            numbers.Jobs
        );
        Assert.Equal(
            (JobStatus.Skipped, "account x failed in job 2"),
            (Job("6").Status, Job("6").LastError)
        );
        Assert.Equal([3, 5], DueKeys());
    }

    [Fact]
    public void An_account_stop_comes_after_the_ends_of_its_turn_and_leaves_alone_what_is_at_work()
    {
        var store = OpenInPass(Make.Row("1", "x"), Make.Row("2", "x"), Make.Row("3", "x"));
        Claim(store, Make.Claim(1, 1));
        store.Exchange(
            NewTurn() with
            {
                Ended = [Make.Failed(1, 1, FailureCategory.Account)],
                Room = [1],
            }
        );
        var stop = new AccountStop("x", "account x failed in job 1");
        var numbers = store.Exchange(NewTurn() with { AccountStops = [stop] }).Numbers;

        Assert.Equal(
            new JobTally
            {
                Claimed = 1,
                FailedAccount = 1,
                Skipped = 1,
            },
            numbers.Jobs
        );
        Assert.Equal((JobStatus.Claimed, JobStatus.Skipped), (Job("2").Status, Job("3").Status));

        numbers = store
            .Exchange(
                NewTurn() with
                {
                    Ended = [Make.Failed(2, 2, FailureCategory.Unknown, JobStatus.Retrying)],
                    AccountStops = [stop],
                }
            )
            .Numbers;

        Assert.Equal(new JobTally { FailedAccount = 1, Skipped = 2 }, numbers.Jobs);
        Assert.Equal((1, 1), (numbers.Pass.Skipped, numbers.Pass.FailedUnknown));
    }

    [Fact]
    public void Account_stops_come_before_the_claims_of_the_same_turn()
    {
        var store = OpenInPass(Make.Row("1", "x"));
        store.LineUp();

        var turn = store.Exchange(
            NewTurn() with
            {
                AccountStops = [new AccountStop("x", "reason")],
                Room = [1],
            }
        );

        Assert.Empty(turn.Claims);
        Assert.Equal(JobStatus.Skipped, Job("1").Status);
    }
}
