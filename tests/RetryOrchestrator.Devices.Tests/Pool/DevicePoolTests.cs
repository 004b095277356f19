using RetryOrchestrator.Devices.Pool;
using RetryOrchestrator.Tests.Android;
using static RetryOrchestrator.Devices.Tests.Pool.PoolSteps;

namespace RetryOrchestrator.Devices.Tests.Pool;

/// <summary>Leases of emulated phones under the real adb.</summary>
public sealed class DevicePoolTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_phone_is_given_to_one_job_at_a_time()
    {
        await using var fixture = await PoolFixture.StartAsync(2);
        var pool = await fixture.OpenAsync();
        Assert.Equal(2, pool.Size);

        var first = await LeaseAsync(pool, "j1");
        var second = await LeaseAsync(pool, "j2");
        var third = LeaseAsync(pool, "j3");
        Assert.NotEqual(first.Serial, second.Serial);
        await AssertWaitsAsync(fixture, third);

        await second.DisposeAsync();
        Assert.Equal(second.Serial, (await third).Serial);
    }

    [Fact]
    public async Task A_job_that_names_its_phone_waits_for_that_one()
    {
        await using var fixture = await PoolFixture.StartAsync(2);
        var pool = await fixture.OpenAsync();
        var mine = fixture.Phones[1].Serial;

        var first = await LeaseAsync(pool, "j1", device: mine);
        var second = LeaseAsync(pool, "j2", device: mine);
        Assert.Equal(mine, first.Serial);
        await AssertWaitsAsync(fixture, second);

        await first.DisposeAsync();
        Assert.Equal(mine, (await second).Serial);
    }

    [Fact]
    public async Task A_phone_that_stands_in_no_pool_is_had_by_its_name_only()
    {
        await using var fixture = await PoolFixture.StartAsync(2);
        var pool = await fixture.OpenAsync(options =>
            options with
            {
                Devices = [fixture.Phones[0].Serial],
            }
        );

        var first = await LeaseAsync(pool, "j1");
        var named = await LeaseAsync(pool, "j2", device: fixture.Phones[1].Serial);
        await named.DisposeAsync();
        var other = LeaseAsync(pool, "j3");

        Assert.Equal(fixture.Phones[0].Serial, first.Serial);
        await AssertWaitsAsync(fixture, other);
        await first.DisposeAsync();
        await other;
    }

    [Fact]
    public async Task Two_runs_never_have_one_phone_at_once()
    {
        await using var fixture = await PoolFixture.StartAsync(1);
        var one = await fixture.OpenAsync();
        var two = await fixture.OpenAsync();

        var first = await LeaseAsync(one, "j1");
        var waiting = LeaseAsync(two, "j2");
        var refused = await two.LeaseAsync(new LeaseRequest("j3", 1, 1), Cancelled())
            .ContinueWith(task => task.IsCanceled, Stop);
        Assert.True(refused);
        await AssertWaitsAsync(fixture, waiting);

        await first.DisposeAsync();
        Assert.Equal(first.Serial, (await waiting).Serial);

        static CancellationToken Cancelled() => new(canceled: true);
    }

    [Fact]
    public async Task A_job_waits_for_a_busy_phone_only_so_long()
    {
        await using var fixture = await PoolFixture.StartAsync(1);
        var pool = await fixture.OpenAsync(options =>
            options with
            {
                LeaseTimeout = TimeSpan.FromMilliseconds(200),
            }
        );
        await LeaseAsync(pool, "j1");

        var second = await pool.LeaseAsync(new LeaseRequest("j2", 1, 1), Stop);

        Assert.Equal("no device became free within 0.2 s", second.Reason);
    }

    [Fact]
    public async Task A_stop_ends_the_waiting()
    {
        await using var fixture = await PoolFixture.StartAsync(1);
        var pool = await fixture.OpenAsync();
        await LeaseAsync(pool, "j1");
        using var stop = new CancellationTokenSource();

        var waiting = pool.LeaseAsync(new LeaseRequest("j2", 1, 1), stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Without_any_phone_jobs_are_deferred_until_a_pass_finds_one()
    {
        await using var fixture = await PoolFixture.StartAsync(0);
        var pool = await fixture.OpenAsync();
        Assert.Equal(1, pool.Size);
        Assert.Equal(
            "adb shows no device that is ready",
            (await pool.LeaseAsync(new LeaseRequest("j1", 1, 1), Stop)).Reason
        );
        Assert.NotNull((await pool.LeaseAsync(new LeaseRequest("j2", 1, 1), Stop)).Reason);
        Assert.StartsWith("No device is there: ", Assert.Single(fixture.News));

        await using var phone = EmulatedPhone.Start();
        await fixture.Adb.ConnectAsync(phone);

        Assert.Equal(phone.Serial, (await LeaseAsync(pool, "j1", pass: 2)).Serial);
    }

    [Fact]
    public async Task A_phone_named_and_not_connected_yet_is_connected()
    {
        await using var fixture = await PoolFixture.StartAsync(0);
        await using var phone = EmulatedPhone.Start();
        var pool = await fixture.OpenAsync(options => options with { Devices = [phone.Serial] });

        Assert.Equal(phone.Serial, (await LeaseAsync(pool, "j1")).Serial);
    }

    [Fact]
    public async Task An_account_keeps_its_phone_and_waits_for_it()
    {
        await using var fixture = await PoolFixture.StartAsync(2);
        var pool = await fixture.OpenAsync(options =>
            options with
            {
                Accounts = AccountDevices.Create(
                    new Dictionary<string, string>(),
                    null,
                    learn: true
                ),
            }
        );
        var first = await LeaseAsync(pool, "j1", account: "anna");
        await first.DisposeAsync();
        var other = await LeaseAsync(pool, "j2", account: "ben");
        Assert.NotEqual(first.Serial, other.Serial);
        await other.DisposeAsync();

        var again = await LeaseAsync(pool, "j3", account: "anna");
        Assert.Equal(first.Serial, again.Serial);
        await AssertWaitsAsync(fixture, LeaseAsync(pool, "j4", account: "anna"));
    }
}
