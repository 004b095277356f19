using RetryOrchestrator.Devices.Pool;
using RetryOrchestrator.Engine.Guards;
using RetryOrchestrator.Tests.Android;
using static RetryOrchestrator.Devices.Tests.Pool.PoolSteps;

namespace RetryOrchestrator.Devices.Tests.Pool;

/// <summary>Which phones of a pool are set aside, and when they return.</summary>
public sealed class DevicePoolHealthTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Gone")]
    [InlineData("Unauthorized")]
    public async Task A_dead_phone_is_set_aside_for_the_pass_and_costs_no_attempt(string mode)
    {
        await using var fixture = await PoolFixture.StartAsync(1);
        var pool = await fixture.OpenAsync();
        var lease = await LeaseAsync(pool, "j1");
        fixture.Phone.Become(Enum.Parse<PhoneMode>(mode));
        await FailAsync(pool, lease);

        var second = await pool.LeaseAsync(new LeaseRequest("j2", 1, 1), Stop);
        var third = await pool.LeaseAsync(new LeaseRequest("j3", 1, 1), Stop);

        Assert.Null(second.Lease);
        Assert.StartsWith($"device {lease.Serial} is set aside: ", second.Reason);
        Assert.Equal(second.Reason, third.Reason);
        Assert.StartsWith($"Device {lease.Serial} is set aside", Assert.Single(fixture.News));
        Assert.Equal(DeviceHealth.SetAside, Assert.Single(pool.Snapshot()).Health);
    }

    [Fact]
    public async Task A_phone_that_came_back_is_reconnected_in_the_next_pass()
    {
        await using var fixture = await PoolFixture.StartAsync(1);
        var pool = await fixture.OpenAsync();
        fixture.Phone.Become(PhoneMode.Gone);
        Assert.Null((await pool.LeaseAsync(new LeaseRequest("j1", 1, 1), Stop)).Lease);
        Assert.Null((await pool.LeaseAsync(new LeaseRequest("j1", 2, 1), Stop)).Lease);

        fixture.Phone.Become(PhoneMode.Online);
        Assert.Null((await pool.LeaseAsync(new LeaseRequest("j2", 2, 1), Stop)).Lease);
        var lease = await LeaseAsync(pool, "j3", pass: 3);

        Assert.Equal(fixture.Phone.Serial, lease.Serial);
        Assert.Equal(3, fixture.News.Count);
        Assert.Contains("passed its check", fixture.News.Last());
        Assert.Equal(DeviceHealth.Healthy, Assert.Single(pool.Snapshot()).Health);
    }

    [Fact]
    public async Task A_restarted_server_costs_nothing_but_a_reconnect()
    {
        await using var fixture = await PoolFixture.StartAsync(1);
        var pool = await fixture.OpenAsync();
        await fixture.Adb.KillServerAsync();
        await fixture.Adb.StartServerAsync();

        var lease = await LeaseAsync(pool, "j1");

        Assert.Equal(fixture.Phone.Serial, lease.Serial);
        Assert.Empty(fixture.News);
    }

    [Fact]
    public async Task A_server_that_somebody_ends_right_after_a_reconnect_costs_nothing_but_another()
    {
        await using var fixture = await PoolFixture.StartAsync(1);
        var connects = 0;
        fixture.OnCall = call =>
        {
            if (call.Verb == "connect" && ++connects == 1)
            {
                fixture.Adb.RunAsync("kill-server").Wait(Stop);
            }
        };
        var pool = await fixture.OpenAsync();
        await fixture.Adb.KillServerAsync();

        var lease = await LeaseAsync(pool, "j1");

        Assert.Equal(fixture.Phone.Serial, lease.Serial);
        Assert.Equal(2, connects);
        Assert.Empty(fixture.News);
    }

    [Fact]
    public async Task A_phone_that_the_guards_set_aside_is_not_given_out_until_they_try_it()
    {
        await using var fixture = await PoolFixture.StartAsync(2);
        var pool = await fixture.OpenAsync();
        var broken = await LeaseAsync(pool, "j1");
        await FailAsync(pool, broken);
        pool.Obey([new DeviceOrder(broken.Serial, Admission.Closed, "3 jobs failed on it")]);
        var other = await LeaseAsync(pool, "j2");

        var waiting = pool.LeaseAsync(new LeaseRequest("j3", 1, 2), Stop);
        await AssertWaitsAsync(fixture, waiting);
        var bound = await pool.LeaseAsync(new LeaseRequest("j4", 1, 3, broken.Serial), Stop);
        Assert.NotEqual(broken.Serial, other.Serial);
        Assert.Equal($"device {broken.Serial} is set aside: 3 jobs failed on it", bound.Reason);
        Assert.Equal(
            ("3 jobs failed on it", DeviceHealth.SetAside),
            Assert.Single(
                pool.Snapshot()
                    .Where(device => device.Serial == broken.Serial)
                    .Select(device => (device.SetAsideReason, device.Health))
            )
        );

        pool.Obey([new DeviceOrder(broken.Serial, Admission.Probe, "3 jobs failed on it")]);
        Assert.Equal(broken.Serial, (await waiting).Lease?.Serial);
    }

    [Fact]
    public async Task A_phone_that_is_tried_gets_one_job_until_the_guards_say_more()
    {
        await using var fixture = await PoolFixture.StartAsync(1);
        var pool = await fixture.OpenAsync();
        pool.Obey([new DeviceOrder(fixture.Phone.Serial, Admission.Probe, "3 jobs failed on it")]);
        var lease = await LeaseAsync(pool, "j1");
        lease.Report(LeaseOutcome.DeviceWorked);
        await lease.DisposeAsync();

        var waiting = pool.LeaseAsync(new LeaseRequest("j2", 1, 1), Stop);
        await AssertWaitsAsync(fixture, waiting);
        pool.Obey([new DeviceOrder(fixture.Phone.Serial, Admission.Open, null)]);

        Assert.Equal(fixture.Phone.Serial, (await waiting).Lease?.Serial);
        Assert.Empty(fixture.News);
    }

    [Fact]
    public async Task A_phone_that_is_doubted_waits_for_how_the_others_end_and_is_used_when_there_is_none()
    {
        await using var fixture = await PoolFixture.StartAsync(2);
        var pool = await fixture.OpenAsync();
        var doubted = await LeaseAsync(pool, "j1");
        await FailAsync(pool, doubted);
        pool.Obey([new DeviceOrder(doubted.Serial, Admission.Doubted, null)]);
        var other = await LeaseAsync(pool, "j2");

        var waiting = pool.LeaseAsync(new LeaseRequest("j3", 1, 1, doubted.Serial), Stop);
        await AssertWaitsAsync(fixture, waiting);
        await other.DisposeAsync();

        Assert.Equal(doubted.Serial, (await waiting).Lease?.Serial);
    }

    [Fact]
    public async Task A_job_that_failed_on_a_phone_goes_to_another()
    {
        await using var fixture = await PoolFixture.StartAsync(2);
        var pool = await fixture.OpenAsync();
        var first = await LeaseAsync(pool, "bad");
        await FailAsync(pool, first);

        Assert.NotEqual(first.Serial, (await LeaseAsync(pool, "bad")).Serial);
    }
}
