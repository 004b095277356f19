using System.Diagnostics;
using RetryOrchestrator.Executors.Devices.Pool;
using RetryOrchestrator.Tests.Android;

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
    public async Task A_lease_dies_with_its_process()
    {
        Assert.SkipUnless(
            File.Exists("/usr/bin/flock"),
            "NOT TESTED: this test needs flock (Debian: apt-get install util-linux)."
        );
        await using var fixture = await PoolFixture.StartAsync(1);
        var pool = await fixture.OpenAsync();
        await (await LeaseAsync(pool, "j1")).DisposeAsync();
        var file = Directory.GetFiles(fixture.LockFolder, "*.lock").Single();
        using var other = Process.Start(
            new ProcessStartInfo("/usr/bin/flock", ["-x", file, "-c", "echo locked; exec cat"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
        Assert.Equal("locked", await other.StandardOutput.ReadLineAsync(Stop));

        var waiting = LeaseAsync(pool, "j2");
        await AssertWaitsAsync(fixture, waiting);

        other.Kill(entireProcessTree: true);
        Assert.Equal(fixture.Phone.Serial, (await waiting).Serial);
    }

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

    [Fact]
    public async Task Another_process_sees_what_a_live_run_does_with_its_phones()
    {
        await using var fixture = await PoolFixture.StartAsync(3);
        var pool = await fixture.OpenAsync();
        var lease = await LeaseAsync(pool, "j1", device: fixture.Phones[0].Serial, worker: 7);
        fixture.Phones[1].Become(PhoneMode.Gone);
        await pool.LeaseAsync(new LeaseRequest("j2", 1, 1, fixture.Phones[1].Serial), Stop);

        var seen = (
            await DeviceOverview.ReadAsync(fixture.Client, fixture.LockFolder, Stop)
        ).Value!;

        var busy = seen.Single(device => device.Serial == lease.Serial);
        Assert.Equal(
            ("device", "Pixel_7", DeviceHealth.Healthy, "j1", 7, Environment.ProcessId),
            (busy.State, busy.Model, busy.Health, busy.Job, busy.Worker, busy.ProcessId)
        );
        Assert.NotNull(busy.Since);
        var gone = seen.Single(device => device.Serial == fixture.Phones[1].Serial);
        Assert.Equal(("absent", DeviceHealth.Unavailable), (gone.State, gone.Health));
        Assert.NotNull(gone.SetAsideReason);
        var idle = seen.Single(device => device.Serial == fixture.Phones[2].Serial);
        Assert.Equal((DeviceHealth.Healthy, null), (idle.Health, idle.Job));

        await lease.DisposeAsync();
        await pool.DisposeAsync();
        seen = (await DeviceOverview.ReadAsync(fixture.Client, fixture.LockFolder, Stop)).Value!;
        Assert.All(seen, device => Assert.Null(device.Job ?? device.SetAsideReason));
    }

    [Fact]
    public async Task The_notice_of_a_dead_run_is_passed_over_and_removed()
    {
        await using var fixture = await PoolFixture.StartAsync(1);
        Directory.CreateDirectory(fixture.LockFolder);
        var notice = Path.Combine(fixture.LockFolder, "pool-1-dead.json");
        await File.WriteAllTextAsync(
            notice,
            $$"""{"ProcessId":1,"Devices":[{"Serial":"{{fixture.Phone.Serial}}","Job":"j9","Worker":1,"Since":"2025-01-01T00:00:00Z"}]}""",
            Stop
        );
        await File.WriteAllTextAsync(Path.ChangeExtension(notice, ".alive"), "", Stop);

        var seen = (
            await DeviceOverview.ReadAsync(fixture.Client, fixture.LockFolder, Stop)
        ).Value!;

        Assert.Null(Assert.Single(seen).Job);
        Assert.Empty(Directory.GetFiles(fixture.LockFolder));
    }

    private static async Task<DeviceLease> LeaseAsync(
        DevicePool pool,
        string job,
        int pass = 1,
        string? device = null,
        string? account = null,
        int worker = 1
    )
    {
        var result = await pool.LeaseAsync(
            new LeaseRequest(job, pass, worker, device, account),
            Stop
        );
        Assert.Null(result.Reason);
        return result.Lease!;
    }

    private static async Task FailAsync(DeviceLease lease)
    {
        lease.Report(LeaseOutcome.DeviceSuspected, "socket hang up");
        await lease.DisposeAsync();
    }

    // Longer than a lease takes that need not wait: it asks its phone less than this does.
    private static async Task AssertWaitsAsync(PoolFixture fixture, Task waiting)
    {
        var phone = fixture.Client.Device(fixture.Phone.Serial);
        for (var question = 0; question < 3 && !waiting.IsCompleted; question++)
        {
            await phone.ShellAsync(["sleep", "0.1"], stop: Stop);
        }

        Assert.False(waiting.IsCompleted);
    }
}
