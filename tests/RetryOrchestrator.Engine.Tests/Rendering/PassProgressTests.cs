using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Rendering.Progress;

namespace RetryOrchestrator.Engine.Tests.Rendering;

public class PassProgressTests
{
    private static readonly PassStarted Started = new(Samples.Noon, 2, 5, Due: 4, Resumed: false);

    [Theory]
    [InlineData(80, "20 of 60 done, 0 failed, 6 skipped, 3 running, about 0:00:20 left")]
    [InlineData(65, "20 of 60 done, 0 failed, 6 skipped, 3 running, about 0:00:20 left")]
    [InlineData(64, "20/60 done, 0 failed, 6 skipped, 3 running, 0:00:20 left")]
    [InlineData(50, "20/60 done, 0 failed, 6 skipped, 0:00:20 left")]
    [InlineData(40, "20/60 done, 0 failed, 0:00:20 left")]
    [InlineData(30, "20/60 done, 0 failed")]
    [InlineData(5, "20/60 done")]
    public void What_a_bar_says_takes_as_many_words_as_there_is_room_for(int columns, string said)
    {
        string[] ids = [.. Enumerable.Range(1, 17).Select(number => $"v{number}")];
        var pass = PassProgress
            .Begin(Started with { Due = 60 })
            .After(Moved(started: [.. ids.Select((id, index) => Start(id, index % 3 + 1))]))
            .After(
                Moved(
                    ended: [.. ids.Skip(3).Select(id => End(id, 1, AttemptOutcome.Success))],
                    skipped: 6
                )
            );

        Assert.Equal(said, ProgressText.Status(pass, Samples.Noon.AddSeconds(10), columns));
    }

    [Fact]
    public void A_pass_begins_with_nothing_done()
    {
        var pass = PassProgress.Begin(Started);

        Assert.Equal("Pass 2 of 5", ProgressText.Activity(pass));
        Assert.Equal("0 of 4 done, 0 failed, 0 running", ProgressText.Status(pass, Samples.Noon));
        Assert.Equal(0, pass.Percent);
    }

    [Fact]
    public void Attempts_that_end_and_start_move_it_on()
    {
        var pass = PassProgress
            .Begin(Started)
            .After(Moved(started: [Start("v1", 1), Start("v2", 2)]))
            .After(Moved(ended: [End("v1", 1, AttemptOutcome.Failed)], started: [Start("v3", 1)]));

        Assert.Equal(
            "1 of 4 done, 1 failed, 2 running, about 0:00:30 left",
            ProgressText.Status(pass, Samples.Noon.AddSeconds(10))
        );
        Assert.Equal(25, pass.Percent);
        Assert.Equal(["v3", "v2"], pass.Running.Select(attempt => attempt.JobId));
    }

    [Fact]
    public void Skipped_jobs_are_done_with()
    {
        var pass = PassProgress
            .Begin(Started)
            .After(Moved(started: [Start("v1", 1)]))
            .After(Moved(ended: [End("v1", 1, AttemptOutcome.Failed)], skipped: 2));

        Assert.Equal(
            "3 of 4 done, 1 failed, 2 skipped, 0 running, about 0:00:04 left",
            ProgressText.Status(pass, Samples.Noon.AddSeconds(10))
        );
    }

    [Fact]
    public void A_resumed_pass_counts_from_its_new_beginning()
    {
        var pass = PassProgress
            .Begin(Started with { Resumed = true })
            .After(Moved(ended: [End("v0", 1, AttemptOutcome.Interrupted)], skipped: 3))
            .After(Moved(started: [Start("v1", 1)], skipped: 3));

        Assert.Equal("0 of 4 done, 0 failed, 1 running", ProgressText.Status(pass, Samples.Noon));
    }

    [Fact]
    public void When_all_is_done_no_time_is_left()
    {
        var pass = PassProgress
            .Begin(Started with { Due = 1 })
            .After(Moved(started: [Start("v1", 1)]))
            .After(Moved(ended: [End("v1", 1, AttemptOutcome.Success)]));

        Assert.Equal("1 of 1 done, 0 failed, 0 running", ProgressText.Status(pass, Samples.Noon));
        Assert.Equal(100, pass.Percent);
    }

    [Fact]
    public void An_empty_pass_is_done() =>
        Assert.Equal(100, PassProgress.Begin(Started with { Due = 0 }).Percent);

    [Fact]
    public void An_attempt_that_starts_and_ends_within_one_change_counts()
    {
        var pass = PassProgress
            .Begin(Started)
            .After(
                Moved(
                    ended: [End("v1", 1, AttemptOutcome.Failed)],
                    started: [Start("v1", 1), Start("v2", 1)]
                )
            );

        Assert.Equal((1, 1), (pass.Done, pass.Failed));
        Assert.Equal("v2", Assert.Single(pass.Running).JobId);
    }

    [Fact]
    public void A_worker_that_claims_ahead_shows_the_job_it_has_held_longest()
    {
        var pass = PassProgress
            .Begin(Started)
            .After(Moved(started: [Start("v1", 1)]))
            .After(Moved(started: [Start("v2", 1)], at: Samples.Noon.AddSeconds(1)));

        Assert.Equal("v1", Assert.Single(pass.Running).JobId);
    }

    [Fact]
    public void A_bar_names_worker_job_device_and_time()
    {
        var running = new RunningAttempt(2, "v17", 2, "emulator-5554", Samples.Noon);
        var now = Samples.Noon.AddSeconds(41);

        Assert.Equal("worker 2", ProgressText.Worker(running));
        Assert.Equal(
            "job v17 (attempt 2) on emulator-5554, 0:00:41",
            ProgressText.WorkerStatus(running, now)
        );
        Assert.Equal(
            "job v17 (attempt 2), 0:00:41",
            ProgressText.WorkerStatus(running with { Device = null }, now)
        );
        Assert.Equal(
            "job ␛[2J日本語日本語日本語日本語日本語日本… (attempt 2), 0:00:41",
            ProgressText.WorkerStatus(
                running with
                {
                    JobId = "\e[2J" + string.Concat(Enumerable.Repeat("日本語", 9)),
                    Device = null,
                },
                now
            )
        );
    }

    [Theory]
    [InlineData(30, 30, 0, "30 seconds remaining")]
    [InlineData(30, 20, 33, "20 seconds remaining")]
    [InlineData(30, 1, 96, "1 second remaining")]
    public void A_wait_has_a_bar_of_its_own(int seconds, int remaining, int percent, string status)
    {
        var tick = new WaitTicked(Samples.Noon, remaining, seconds, 2);

        Assert.Equal("Waiting for pass 2", ProgressText.WaitActivity(tick));
        Assert.Equal(status, ProgressText.WaitStatus(tick));
        Assert.Equal(percent, ProgressText.WaitPercent(tick));
    }

    private static StartedAttempt Start(string job, int worker) => new(job, 1, worker, null, null);

    private static EndedAttempt End(string job, int worker, AttemptOutcome outcome) =>
        new(job, 1, worker, outcome, null, JobStatus.Success, TimeSpan.Zero, null);

    private static AttemptsMoved Moved(
        EndedAttempt[]? ended = null,
        StartedAttempt[]? started = null,
        int skipped = 0,
        DateTimeOffset? at = null
    ) => new(at ?? Samples.Noon, 2, ended ?? [], started ?? [], Samples.Numbers(skipped));
}
