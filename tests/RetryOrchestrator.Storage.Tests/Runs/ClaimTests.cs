using RetryOrchestrator.Storage.Tests.Support;

namespace RetryOrchestrator.Storage.Tests.Runs;

/// <summary>What the table of claims itself forbids, whoever writes.</summary>
public sealed class ClaimTests : IDisposable
{
    private readonly FileState _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public void A_claim_changes_no_job_and_no_history_until_it_is_ended()
    {
        using var store = _state.OpenInPass(Make.Row("a"));
        FileState.Claim(store, Make.Claim(1, 1));

        Assert.Equal((1, 1, 0), Rows());

        FileState.End(store, Make.Success(1, 1));
        Assert.Equal((0, 0, 1), Rows());

        (long Pending, long Claims, long Attempts) Rows() =>
            (
                Ask("SELECT COUNT(*) FROM jobs WHERE status = 'pending' AND pass IS NULL"),
                Ask("SELECT COUNT(*) FROM claims"),
                Ask("SELECT COUNT(*) FROM attempts WHERE ended_at IS NOT NULL")
            );
    }

    [Fact]
    public void Anothers_claim_can_be_neither_ended_nor_taken_back()
    {
        using var store = _state.OpenInPass(Make.Row("a"), Make.Row("b"));
        FileState.Claim(store, Make.Claim(1, 1), Make.Claim(2, 2));
        Write("UPDATE claims SET holder_id = 77 WHERE job_key = 1");

        Assert.Throws<InvalidOperationException>(() =>
            FileState.End(store, Make.Success(2, 2), Make.Success(1, 1))
        );
        Assert.Throws<InvalidOperationException>(() =>
            store.Exchange(FileState.NewTurn() with { Withdrawn = [new ClaimWithdrawal(1, 1)] })
        );

        Assert.Equal(new JobTally { Claimed = 2 }, store.CountJobs());
        Assert.Equal(
            (2, 0),
            (Ask("SELECT COUNT(*) FROM claims"), Ask("SELECT COUNT(*) FROM attempts"))
        );
        FileState.End(store, Make.Success(2, 2));
    }

    [Fact]
    public void What_another_began_is_not_given_back()
    {
        using var store = _state.OpenInPass(Make.Row("a"));
        FileState.Claim(store, Make.Claim(1, 1));
        FileState.End(store, Make.Failed(1, 1, FailureCategory.Infrastructure));
        Write("UPDATE attempts SET owner_id = 77");

        Assert.Throws<InvalidOperationException>(() =>
            store.Exchange(
                FileState.NewTurn() with
                {
                    Returned =
                    [
                        new(1, 1, JobStatus.Pending, 1, new JobCounters(1, 0, 0, 0), "why", 0),
                    ],
                }
            )
        );

        Assert.Equal(new JobTally { FailedInfrastructure = 1 }, store.CountJobs());
    }

    [Fact]
    public void A_job_and_an_account_have_one_claim_at_most()
    {
        using var store = _state.OpenInPass(Make.Row("a", "x"), Make.Row("b", "x"), Make.Row("c"));
        FileState.Claim(store, Make.Claim(1, 1));

        Assert.Throws<InvalidOperationException>(() => Write(Copied(jobKey: 1, "NULL")));
        Assert.Throws<InvalidOperationException>(() => Write(Copied(jobKey: 2, "account")));

        Write(Copied(jobKey: 2, "'y'"));
        Write(Copied(jobKey: 3, "NULL"));

        static string Copied(int jobKey, string account) =>
            $"""
                INSERT INTO claims
                SELECT {jobKey}, 9, 9, {account}, 1, 1, 9, 1, 1, 0, 0 FROM claims WHERE job_key = 1
                """;
    }

    [Theory]
    [InlineData(2, "x")]
    [InlineData(1, "y")]
    public void A_claim_that_another_was_made_before_is_refused(int jobKey, string account)
    {
        using var store = _state.OpenInPass(Make.Row("a", "x"), Make.Row("b", "x"));
        store.LineUp();
        Write($"INSERT INTO claims VALUES ({jobKey}, 9, 77, '{account}', 1, 1, 77, 1, 1, 0, 0)");

        Assert.Throws<InvalidOperationException>(() =>
            store.Exchange(FileState.NewTurn() with { Room = [1] })
        );

        Assert.Equal(new JobTally { Pending = 2 }, store.CountJobs());
        Assert.Equal(1, Ask("SELECT COUNT(*) FROM claims"));
    }

    [Fact]
    public void A_fresh_run_gives_no_new_budget_to_what_is_claimed()
    {
        using (var store = _state.OpenInPass(Make.Row("a"), Make.Row("b")))
        {
            FileState.Claim(store, Make.Claim(1, 1), Make.Claim(2, 2));
            FileState.End(
                store,
                Make.Failed(1, 1, FailureCategory.Unknown, JobStatus.Retrying, duePass: 1),
                Make.Failed(2, 2, FailureCategory.Unknown)
            );
            FileState.Claim(store, Make.Claim(3, 1, number: 2));
        }

        Write("UPDATE runs SET state = 'completed'");
        using var next = _state.OpenAcquired(_state.Processes.Start(7));

        Assert.Equal(2, next.Open(Make.Terms(), Make.Start).RunId);

        Assert.Equal(new JobTally { Pending = 1, Claimed = 1 }, next.CountJobs());
        Assert.Equal(
            1,
            Ask("SELECT COUNT(*) FROM jobs WHERE status = 'retrying' AND counted_in_run = 1")
        );
    }

    private void Write(string sql)
    {
        using var raw = _state.OpenRaw();
        raw.Execute(sql);
    }

    private long Ask(string sql)
    {
        using var raw = _state.OpenRaw();
        return raw.ReadNumber(sql)!.Value;
    }
}
