using RetryOrchestrator.Executors.Devices.Pool;
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
        lease.Report(LeaseOutcome.DeviceSuspected, "connection lost");
        await lease.DisposeAsync();

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
    public async Task A_phone_on_which_different_jobs_fail_in_a_row_is_set_aside_although_it_answers()
    {
        await using var fixture = await PoolFixture.StartAsync(1);
        var pool = await fixture.OpenAsync();
        foreach (var job in new[] { "j1", "j2", "j3" })
        {
            await FailAsync(await LeaseAsync(pool, job));
        }

        var refused = await pool.LeaseAsync(new LeaseRequest("j4", 1, 1), Stop);
        Assert.Contains("3 different jobs failed on it in a row", refused.Reason);

        Assert.Equal(fixture.Phone.Serial, (await LeaseAsync(pool, "j4", pass: 2)).Serial);
    }

    [Fact]
    public async Task A_job_that_fails_on_two_healthy_phones_sets_none_aside()
    {
        await using var fixture = await PoolFixture.StartAsync(2);
        var pool = await fixture.OpenAsync(options => options with { FailuresBeforeSetAside = 1 });
        var first = await LeaseAsync(pool, "bad");
        await FailAsync(first);
        var second = await LeaseAsync(pool, "bad");
        await FailAsync(second);

        var both = new[] { await LeaseAsync(pool, "j1"), await LeaseAsync(pool, "j2") };

        Assert.NotEqual(first.Serial, second.Serial);
        Assert.Equal(2, both.Select(lease => lease.Serial).Distinct().Count());
    }
}
