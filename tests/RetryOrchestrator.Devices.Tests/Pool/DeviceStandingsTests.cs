using RetryOrchestrator.Devices.Pool;
using RetryOrchestrator.Engine.Guards;

namespace RetryOrchestrator.Devices.Tests.Pool;

/// <summary>Which devices may be given jobs, decided without a device.</summary>
public sealed class DeviceStandingsTests
{
    private static readonly DateTimeOffset Noon = new(2025, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly DeviceStandings _standings = new();

    [Fact]
    public void A_device_of_which_nothing_was_said_may_be_given_jobs()
    {
        Assert.Null(_standings.Of("A"));
        Assert.Equal(Admission.Open, _standings.AdmissionOf("A"));
    }

    [Fact]
    public void A_device_without_an_answer_is_out_at_once_and_may_be_checked_in_a_later_pass()
    {
        Assert.True(_standings.Unhealthy("A", "offline", 1, Noon));
        Assert.False(_standings.Unhealthy("A", "offline", 1, Noon));

        Assert.False(_standings.MayBeChecked("A", 1));
        Assert.True(_standings.MayBeChecked("A", 2));
        Assert.False(_standings.MayBeChecked("B", 2));
    }

    [Fact]
    public void A_failed_check_sets_it_aside_for_that_pass_too_and_keeps_since_when()
    {
        _standings.Unhealthy("A", "offline", 1, Noon);

        Assert.True(_standings.Unhealthy("A", "still offline", 2, Noon.AddHours(1)));

        Assert.Equal(new SetAside("still offline", Noon), _standings.Of("A"));
        Assert.False(_standings.MayBeChecked("A", 2));
    }

    [Fact]
    public void What_the_guards_set_aside_stays_that_until_they_say_otherwise()
    {
        _standings.Obey(Closed("A", "3 different jobs failed on it"), Noon);

        Assert.Equal(new SetAside("3 different jobs failed on it", Noon), _standings.Of("A"));
        Assert.Equal(Admission.Closed, _standings.AdmissionOf("A"));
        Assert.False(_standings.MayBeChecked("A", 9));

        _standings.Obey(new DeviceOrder("A", Admission.Open, null), Noon.AddHours(1));

        Assert.Null(_standings.Of("A"));
        Assert.Equal(Admission.Open, _standings.AdmissionOf("A"));
    }

    [Fact]
    public void It_is_tried_with_one_job_and_is_set_aside_since_the_first_time()
    {
        _standings.Obey(Closed("A", "first"), Noon);
        _standings.Obey(new DeviceOrder("A", Admission.Probe, "first"), Noon.AddMinutes(1));
        Assert.Equal(Admission.Probe, _standings.AdmissionOf("A"));

        _standings.Leased("A");

        Assert.Equal(Admission.Closed, _standings.AdmissionOf("A"));
        Assert.Equal(Noon, _standings.Of("A")?.Since);
    }

    [Fact]
    public void One_that_is_in_use_stays_that_however_many_jobs_it_gets()
    {
        _standings.Leased("A");
        _standings.Leased("A");

        Assert.Equal(Admission.Open, _standings.AdmissionOf("A"));
    }

    [Fact]
    public void A_device_that_passed_its_check_is_still_what_the_guards_say()
    {
        _standings.Obey(Closed("A", "3 different jobs failed on it"), Noon);
        _standings.Unhealthy("A", "offline", 1, Noon);
        Assert.Equal("offline", _standings.Of("A")?.Reason);

        _standings.Returned("A");

        Assert.Equal("3 different jobs failed on it", _standings.Of("A")?.Reason);
    }

    [Fact]
    public void A_device_on_which_a_job_failed_is_given_to_nobody_until_the_guards_have_spoken()
    {
        _standings.Failed("A", "j1", Noon);
        Assert.True(_standings.IsAwaited("A", Noon));

        _standings.Obey(new DeviceOrder("A", Admission.Open, null), Noon);

        Assert.False(_standings.IsAwaited("A", Noon));
    }

    [Fact]
    public void The_guards_are_not_awaited_for_long_nobody_may_judge_the_attempt()
    {
        _standings.Failed("A", "j1", Noon);

        Assert.False(_standings.IsAwaited("A", Noon + DeviceStandings.LongestAwaited));
        Assert.False(_standings.IsAwaited("B", Noon));
    }

    [Fact]
    public void A_failure_moves_the_retry()
    {
        _standings.Failed("A", "j1", Noon);

        Assert.True(_standings.HasFailedOn("j1", "A"));
        Assert.False(_standings.HasFailedOn("j1", "B"));
    }

    [Fact]
    public void Where_a_job_that_is_done_had_failed_does_not_matter_any_more()
    {
        _standings.Failed("A", "j1", Noon);
        _standings.Worked("j1");

        Assert.False(_standings.HasFailedOn("j1", "A"));
    }

    private static DeviceOrder Closed(string serial, string reason) =>
        new(serial, Admission.Closed, reason);
}
