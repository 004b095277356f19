namespace RetryOrchestrator.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public void New_rows_become_pending_jobs_in_file_order()
    {
        var store = Open();
        var counts = TakeIn(store, Make.Row("b"), Make.Row("a"), Make.Row("c"));

        Assert.Equal(new IntakeCounts(Total: 3, Added: 3, Changed: 0, Vanished: 0), counts);
        Assert.Equal(["b", "a", "c"], Ids(Reader.ReadJobs(new JobQuery())));
        Assert.Equal(new JobTally { Pending = 3 }, store.CountJobs());
        Assert.Equal("fingerprint", store.IntakeFingerprint);
    }

    [Fact]
    public void Every_value_is_kept_exactly_and_columns_keep_their_order()
    {
        var row = Make.Row(
            "id 'quoted' ☃ 日本",
            "\taccount ",
            ("z", "line\r\nbreak \"quoted\" \\ / <b>&amp;</b>"),
            ("a", ""),
            ("emoji 👍", "\u0001\u007F\0 end")
        );
        var store = OpenInPass(row);

        var loaded = Assert.Single(Due()).Job;

        Assert.Equal(row.Job.Id, loaded.Job.Id);
        Assert.Equal(row.Job.Columns, loaded.Job.Columns);
    }

    [Fact]
    public void A_known_id_keeps_its_history_and_takes_the_new_data_and_place()
    {
        var store = OpenInPass(Make.Row("a", "old"), Make.Row("b"), Make.Row("c"));
        Claim(store, Make.Claim(1, 1));
        End(store, Make.Failed(1, 1, FailureCategory.Input));

        var counts = TakeIn(
            store,
            Make.Row("c"),
            Make.Row("n"),
            Make.Row("a", "new", ("device", "phone")),
            Make.Row("b")
        );

        Assert.Equal(new IntakeCounts(Total: 4, Added: 1, Changed: 1, Vanished: 0), counts);
        Assert.Equal(["c", "n", "a", "b"], Ids(Reader.ReadJobs(new JobQuery())));
        Assert.Equal(
            ("new", "phone", JobStatus.Failed, 1),
            (Job("a").Account, Job("a").Device, Job("a").Status, Job("a").Attempts)
        );
        Assert.Equal(new JobTally { Pending = 3, FailedInput = 1 }, store.CountJobs());
    }

    [Fact]
    public void Changed_rows_of_jobs_that_are_not_tried_again_are_named()
    {
        var store = OpenInPass([.. "abcdef".Select(id => Make.Row($"{id}", "old"))]);
        foreach (
            var end in (AttemptEnd[])
                [
                    Make.Success(1, 1),
                    Make.Success(2, 2),
                    Make.Failed(3, 3, FailureCategory.Account),
                    Make.Failed(4, 4, FailureCategory.Input),
                ]
        )
        {
            Claim(store, Make.Claim(end.AttemptId, end.JobKey));
            End(store, end);
        }

        var counts = TakeIn(
            store,
            [.. "abcdef".Select(id => Make.Row($"{id}", id == 'b' ? "old" : "new"))]
        );

        Assert.Equal((5, 1), (counts.Changed, counts.ChangedDone.Count));
        Assert.Equal(["a"], counts.ChangedDone.First);
        Assert.Equal("c", counts.ChangedStopped.First[0]);
        Assert.Equal((JobStatus.Success, "new"), (Job("a").Status, Job("a").Account));
        Assert.DoesNotContain("d", counts.ChangedStopped.First);
    }

    [Fact]
    public void Ids_of_an_earlier_version_lose_what_nobody_sees_and_keep_what_was_done()
    {
        var store = OpenInPass("v5\u200B", "v6", "v6\uFEFF", "v7\u00AD", "v7\u2060");
        for (var key = 1; key <= 5; key++)
        {
            Claim(store, Make.Claim(key, key));
        }

        End(store, Make.Success(1, 1));
        End(store, Make.Failed(2, 2, FailureCategory.Unknown));
        End(store, Make.Success(3, 3));
        End(store, Make.Failed(4, 4, FailureCategory.Unknown));
        End(store, Make.Success(5, 5));

        var counts = TakeIn(store, Make.Row("v5"), Make.Row("v6"), Make.Row("v7"));

        Assert.Equal(0, counts.Added);
        Assert.All(["v5", "v6", "v7"], id => Assert.Equal(JobStatus.Success, Job(id).Status));
        Assert.Equal(new JobTally { Succeeded = 3 }, store.CountJobs());
        Assert.Equal(5, Reader.ReadJobs(new JobQuery { IncludeUnlisted = true }).Count());
    }

    [Fact]
    public void Ids_of_an_earlier_version_with_letters_in_parts_are_those_with_the_letters_whole()
    {
        var store = OpenInPass("cafe\u0301", "u\u0308ber", "\u00FCber");
        Claim(store, Make.Claim(1, 1));
        Claim(store, Make.Claim(2, 2));
        End(store, Make.Success(1, 1));
        End(store, Make.Success(2, 2));

        var counts = TakeIn(store, Make.Row("caf\u00E9"), Make.Row("\u00FCber"));

        Assert.Equal(0, counts.Added);
        Assert.Equal(new JobTally { Succeeded = 2 }, store.CountJobs());
        Assert.Equal(3, Reader.ReadJobs(new JobQuery { IncludeUnlisted = true }).Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Of_many_jobs_that_are_one_but_for_what_nobody_sees_the_done_one_stays_done(int done)
    {
        var store = OpenInPass("v1", "v1\u200B", "v1\u200B\u200B", "v1\u200B\u200B\u200B");
        Claim(store, [.. Enumerable.Range(1, done).Select(key => Make.Claim(key, key))]);
        store.Exchange(
            NewTurn() with
            {
                Ended = [Make.Success(done, done)],
                Withdrawn =
                [
                    .. Enumerable.Range(1, done - 1).Select(key => new ClaimWithdrawal(key, key)),
                ],
            }
        );

        for (var start = 1; start <= 2; start++)
        {
            var counts = TakeIn(store, Make.Row("v1"), Make.Row($"new{start}"));

            Assert.Equal(1, counts.Added);
            Assert.Equal(JobStatus.Success, Job("v1").Status);
            var all = Reader.ReadJobs(new JobQuery { IncludeUnlisted = true }).ToList();
            Assert.Equal(4, all.Count(job => job.JobId.StartsWith("v1", StringComparison.Ordinal)));
            Assert.Single(all, job => job.Status == JobStatus.Success);
        }
    }

    [Fact]
    public void An_id_that_vanished_is_left_out_and_comes_back_with_its_history()
    {
        var store = OpenInPass("a", "b", "c");
        Claim(store, Make.Claim(1, 1));
        End(store, Make.Success(1, 1));

        var counts = TakeIn(store, Make.Row("c"));

        Assert.Equal(new IntakeCounts(Total: 1, Added: 0, Changed: 0, Vanished: 2), counts);
        Assert.Equal(new JobTally { Pending = 1 }, store.CountJobs());
        Assert.Equal([3], DueKeys());
        Assert.Equal(["c"], Ids(Reader.ReadJobs(new JobQuery())));
        var all = Reader.ReadJobs(new JobQuery { IncludeUnlisted = true }).ToList();
        Assert.Equal(["c", "a", "b"], Ids(all));
        Assert.Equal([true, false, false], all.Select(job => job.Listed));

        Assert.Equal(0, TakeIn(store, Make.Row("a"), Make.Row("c")).Added);
        Assert.Equal(JobStatus.Success, Job("a").Status);
        Assert.Equal(new JobTally { Pending = 1, Succeeded = 1 }, store.CountJobs());
    }

    [Fact]
    public void An_intake_that_is_not_completed_leaves_the_state_as_it_was()
    {
        var store = Open("a", "b");
        using (var intake = store.BeginIntake())
        {
            intake.Add(Make.Row("a", "changed"));
            intake.Add(Make.Row("new"));
        }

        Assert.Equal(["a", "b"], Ids(Reader.ReadJobs(new JobQuery { IncludeUnlisted = true })));
        Assert.Null(Job("a").Account);
        Assert.Equal(new JobTally { Pending = 2 }, store.CountJobs());
    }

    [Fact]
    public void A_first_intake_that_is_given_up_can_be_done_again()
    {
        var store = Open();
        using (var intake = store.BeginIntake())
        {
            intake.Add(Make.Row("a"));
        }

        Assert.Null(store.IntakeFingerprint);
        Assert.Equal(2, TakeIn(store, Make.Row("a"), Make.Row("b")).Added);
        Assert.Equal(1, TakeIn(store, Make.Row("b")).Vanished);
    }

    [Fact]
    public void Progress_that_rows_bring_is_taken_over_for_new_ids_only()
    {
        var store = Open();
        var done = Make.Start.AddDays(-1);
        var network = Make.Failure(FailureCategory.Infrastructure, "no network");
        TakeIn(
            store,
            Make.Row("done") with
            {
                Progress = new(JobStatus.Success, 2, network, null, done),
            },
            Make.Row("again") with
            {
                Progress = new(JobStatus.Retrying, 3, network, null, done),
            },
            Make.Row("skipped") with
            {
                Progress = new(JobStatus.Skipped, 0, null, "account of job x", null),
            },
            Make.Row("failed") with
            {
                Progress = new(JobStatus.Failed, 1, null, null, null),
            }
        );
        TakeIn(
            store,
            Make.Row("done") with
            {
                Progress = new(JobStatus.Pending, 0, null, null, null),
            },
            Make.Row("again"),
            Make.Row("skipped"),
            Make.Row("failed")
        );

        Assert.Equal(
            (JobStatus.Success, 2, (FailureCategory?)null, done),
            (
                Job("done").Status,
                Job("done").Attempts,
                Job("done").Category,
                Job("done").CompletedAt
            )
        );
        Assert.Equal(
            (JobStatus.Retrying, 3, "no network"),
            (Job("again").Status, Job("again").Attempts, Job("again").LastError)
        );
        Assert.Equal("account of job x", Job("skipped").LastError);
        Assert.Equal(FailureCategory.Unknown, Job("failed").Category);
        Assert.Equal(
            new JobTally
            {
                Succeeded = 1,
                Retrying = 1,
                Skipped = 1,
                FailedUnknown = 1,
            },
            store.CountJobs()
        );
    }
}
