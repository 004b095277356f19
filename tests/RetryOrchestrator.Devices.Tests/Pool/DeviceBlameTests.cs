using RetryOrchestrator.Executors.Devices.Pool;

namespace RetryOrchestrator.Devices.Tests.Pool;

/// <summary>Whose fault a failure is, decided without a device.</summary>
public sealed class DeviceBlameTests
{
    private static readonly DateTimeOffset Noon = new(2025, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly DeviceBlame _blame = new(threshold: 3);

    [Fact]
    public void Different_jobs_failing_in_a_row_set_a_device_aside()
    {
        Assert.False(Fail("A", "j1"));
        Assert.False(Fail("A", "j2"));
        Assert.Null(_blame.Of("A"));
        Assert.True(Fail("A", "j3", "socket hang up"));

        var aside = _blame.Of("A");
        Assert.Equal((1, Noon), (aside?.Pass, aside?.Since));
        Assert.Contains("3 different jobs failed on it in a row", aside?.Reason);
        Assert.Contains("socket hang up", aside?.Reason);
        Assert.Null(_blame.Of("B"));
    }

    [Fact]
    public void One_job_failing_again_and_again_is_counted_once()
    {
        for (var pass = 1; pass <= 10; pass++)
        {
            Assert.False(Fail("A", "j1", pass: pass));
        }

        Assert.Null(_blame.Of("A"));
    }

    [Fact]
    public void A_job_that_works_in_between_begins_the_count_anew()
    {
        Fail("A", "j1");
        Fail("A", "j2");
        _blame.Worked("A", "j3");

        Assert.False(Fail("A", "j4"));
        Assert.False(Fail("A", "j5"));
        Assert.True(Fail("A", "j6"));
    }

    [Fact]
    public void A_job_that_fails_on_two_healthy_devices_counts_against_neither()
    {
        Fail("A", "bad");
        Fail("A", "j1");
        Fail("B", "j2");
        Fail("B", "bad");

        Assert.False(Fail("A", "j3"));
        Assert.Null(_blame.Of("A"));
        Assert.True(Fail("A", "j4"));
        Assert.False(Fail("B", "j5"));
    }

    [Fact]
    public void A_device_that_was_set_aside_for_a_bad_jobs_sake_returns()
    {
        Fail("A", "bad");
        Fail("A", "j1");
        Fail("A", "j2");
        Assert.NotNull(_blame.Of("A"));

        Fail("B", "bad");

        Assert.Null(_blame.Of("A"));
    }

    [Fact]
    public void A_device_that_does_not_answer_is_blamed_even_for_a_job_that_failed_elsewhere()
    {
        Fail("A", "bad");
        Fail("B", "bad");

        Assert.False(Fail("A", "bad", answers: false));
        Assert.False(Fail("A", "j1", answers: false));
        Assert.True(Fail("A", "j2", answers: false));
    }

    [Fact]
    public void A_failure_on_a_device_that_does_not_answer_is_no_evidence_against_the_job()
    {
        Fail("A", "j1", answers: false);
        Fail("B", "j1");

        Assert.False(_blame.HasFailedOn("j1", "A"));
        Assert.True(_blame.HasFailedOn("j1", "B"));
        Assert.False(Fail("B", "j2"));
        Assert.True(Fail("B", "j3"));
    }

    [Fact]
    public void A_device_without_an_answer_is_out_at_once_and_may_be_checked_in_a_later_pass()
    {
        Assert.True(_blame.Unhealthy("A", "offline", 1, Noon));
        Assert.False(_blame.Unhealthy("A", "offline", 1, Noon));

        Assert.False(_blame.MayBeChecked("A", 1));
        Assert.True(_blame.MayBeChecked("A", 2));
        Assert.False(_blame.MayBeChecked("B", 2));
    }

    [Fact]
    public void A_failed_check_sets_it_aside_for_that_pass_too_and_keeps_since_when()
    {
        _blame.Unhealthy("A", "offline", 1, Noon);

        Assert.True(_blame.Unhealthy("A", "still offline", 2, Noon.AddHours(1)));

        Assert.Equal(new SetAside("still offline", 2, Noon), _blame.Of("A"));
        Assert.False(_blame.MayBeChecked("A", 2));
    }

    [Fact]
    public void A_device_returns_with_a_clean_record()
    {
        Fail("A", "j1");
        Fail("A", "j2");
        Fail("A", "j3");
        _blame.Returned("A");

        Assert.Null(_blame.Of("A"));
        Assert.False(Fail("A", "j4", pass: 2));
        Assert.False(Fail("A", "j5", pass: 2));
        Assert.True(Fail("A", "j6", pass: 2));
    }

    [Fact]
    public void Failures_that_no_rule_knows_set_a_device_aside_where_another_does_its_work()
    {
        Fail("A", "j1", isKnown: false);
        _blame.Worked("B", "j2");
        Fail("A", "j3", isKnown: false);

        Assert.True(Fail("A", "j4", "no such view", isKnown: false));
        Assert.Contains("no such view", _blame.Of("A")?.Reason);
    }

    [Fact]
    public void Failures_that_no_rule_knows_set_none_aside_where_nothing_works()
    {
        _blame.Worked("B", "j0");
        foreach (var (serial, job) in new[] { ("A", "j1"), ("B", "j2"), ("A", "j3"), ("B", "j4") })
        {
            Assert.False(Fail(serial, job, isKnown: false));
        }

        Assert.False(Fail("A", "j5", isKnown: false));
        Assert.True(Fail("A", "j6"));
    }

    [Fact]
    public void A_failure_that_no_rule_knows_moves_the_retry()
    {
        Fail("A", "j1", isKnown: false);

        Assert.True(_blame.HasFailedOn("j1", "A"));
        Assert.False(_blame.HasFailedOn("j1", "B"));
    }

    [Fact]
    public void A_job_that_succeeded_is_a_suspect_no_more()
    {
        Fail("A", "j1");
        _blame.Worked("B", "j1");

        Assert.False(_blame.HasFailedOn("j1", "A"));
    }

    private bool Fail(
        string serial,
        string job,
        string message = "adb timeout",
        bool answers = true,
        bool isKnown = true,
        int pass = 1
    ) => _blame.Failed(serial, job, message, answers, isKnown, pass, Noon);
}
