using RetryOrchestrator.Devices.Pool;
using RetryOrchestrator.Tests.Android;
using static RetryOrchestrator.Devices.Tests.Pool.PoolSteps;

namespace RetryOrchestrator.Devices.Tests.Pool;

/// <summary>What is seen of a pool from outside.</summary>
public sealed class DeviceOverviewTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

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
}
