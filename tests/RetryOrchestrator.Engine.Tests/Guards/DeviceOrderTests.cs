using RetryOrchestrator.Engine.Guards;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Engine.Tests.Guards;

/// <summary>What an executor is told of its devices.</summary>
public sealed class DeviceOrderTests
{
    private static readonly Slot Broken = Slot.OfDevice("B");
    private static readonly Slot Sound = Slot.OfDevice("A");

    private readonly RunGuards _guards = new(true, TimeSpan.FromMinutes(10));
    private TimeSpan _now;
    private long _jobs;

    public DeviceOrderTests() => _guards.BeginPass(60, 3, devices: 3);

    [Fact]
    public void Nothing_is_told_while_all_succeeds()
    {
        Succeed(Sound);
        Succeed(Broken);

        Assert.Empty(_guards.TakeOrders(_now));
        Assert.Null(_guards.MostAtWork);
    }

    [Fact]
    public void A_device_on_which_an_attempt_failed_is_told_of_though_nothing_has_changed()
    {
        Fail(Broken);

        Assert.Equal([new DeviceOrder("B", Admission.Open, null)], _guards.TakeOrders(_now));
        Assert.Empty(_guards.TakeOrders(_now));
    }

    [Fact]
    public void Turned_off_it_is_told_of_all_the_same_and_never_set_aside()
    {
        var guards = new RunGuards(false, TimeSpan.Zero);
        guards.BeginPass(60, 3, devices: 3);
        for (var n = 0; n < 5; n++)
        {
            guards.Observe(Evidence(Broken, Bearing.Failure));
            Assert.Equal([new DeviceOrder("B", Admission.Open, null)], guards.TakeOrders(_now));
        }
    }

    [Fact]
    public void One_that_is_set_aside_is_closed_and_then_tried_with_one_job()
    {
        SetAside();
        var closed = Assert.Single(_guards.TakeOrders(_now));
        Assert.Equal(("B", Admission.Closed), (closed.Device, closed.Admission));
        Assert.StartsWith("3 different jobs failed on it in a row", closed.Reason);
        Assert.Equal(2, _guards.MostAtWork);

        _now += TimeSpan.FromHours(1);
        Assert.True(_guards.AreDue(_now));
        Assert.Equal(Admission.Probe, Assert.Single(_guards.TakeOrders(_now)).Admission);
        Assert.False(_guards.AreDue(_now));
        Assert.Empty(_guards.TakeOrders(_now));

        Succeed(Broken);
        Assert.Equal([new DeviceOrder("B", Admission.Open, null)], _guards.TakeOrders(_now));
    }

    [Fact]
    public void A_job_that_said_nothing_of_it_is_followed_by_another()
    {
        SetAside();
        _now += TimeSpan.FromHours(1);
        _guards.TakeOrders(_now);

        _guards.Observe(Evidence(Broken, Bearing.None));

        Assert.Equal(Admission.Probe, Assert.Single(_guards.TakeOrders(_now)).Admission);
    }

    [Fact]
    public void One_that_still_fails_is_closed_for_twice_as_long()
    {
        SetAside();
        _now += TimeSpan.FromSeconds(3);
        _guards.TakeOrders(_now);

        Fail(Broken);

        Assert.Equal(Admission.Closed, Assert.Single(_guards.TakeOrders(_now)).Admission);
        Assert.False(_guards.AreDue(_now + TimeSpan.FromSeconds(3)));
        Assert.True(_guards.AreDue(_now + TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void A_device_that_was_to_be_tried_when_its_pass_ended_is_tried_in_the_next()
    {
        SetAside();
        _now += TimeSpan.FromHours(1);
        _guards.TakeOrders(_now);

        _guards.BeginPass(10, 3, devices: 3);

        Assert.Equal(Admission.Probe, Assert.Single(_guards.TakeOrders(_now)).Admission);
    }

    [Fact]
    public void A_device_is_judged_though_all_its_jobs_are_of_one_account_and_a_worker_is_not()
    {
        for (var n = 0; n < 20; n++)
        {
            Succeed(Sound);
            Succeed(Slot.OfWorker(1));
        }

        for (var n = 0; n < 3; n++)
        {
            _guards.Observe(Evidence(Broken, Bearing.Failure, account: "ada"));
            _guards.Observe(Evidence(Slot.OfWorker(2), Bearing.Failure, account: "ada"));
            Succeed(Sound);
            Succeed(Slot.OfWorker(1));
        }

        Assert.Equal(Admission.Open, _guards.Admit(Slot.OfWorker(2), _now));
        Assert.Equal(Admission.Closed, Assert.Single(_guards.TakeOrders(_now)).Admission);
    }

    private void SetAside()
    {
        for (var n = 0; n < 20; n++)
        {
            Succeed(Sound);
        }

        for (var n = 0; n < 3; n++)
        {
            Fail(Broken);
            Succeed(Sound);
            Succeed(Sound);
        }
    }

    private void Succeed(Slot slot) => _guards.Observe(Evidence(slot, Bearing.Success));

    private void Fail(Slot slot) => _guards.Observe(Evidence(slot, Bearing.Failure));

    private AttemptEvidence Evidence(Slot slot, Bearing bearing, string account = "") =>
        new(
            slot,
            bearing,
            IsRetry: false,
            _now,
            _now,
            bearing == Bearing.Failure ? Charged(++_jobs, account) : null
        );

    private static ChargedAttempt Charged(long key, string account) =>
        new(
            key,
            new StoredJob(
                key,
                new Job(
                    $"v{key}",
                    new JobColumns([new("job_id", $"v{key}"), new("account", account)])
                ),
                JobStatus.Pending,
                default
            ),
            (int)key,
            new Failure(FailureCategory.Infrastructure, "adb_timeout", "no answer")
        );
}
