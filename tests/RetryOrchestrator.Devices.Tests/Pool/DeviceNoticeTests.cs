using RetryOrchestrator.Devices.Pool;

namespace RetryOrchestrator.Devices.Tests.Pool;

/// <summary>What a live run says of its devices to those who ask for its status.</summary>
public sealed class DeviceNoticeTests
{
    [Fact]
    public async Task A_run_s_notices_are_its_own_and_end_with_it()
    {
        await using var fixture = await PoolFixture.StartAsync(1);
        var pool = await fixture.OpenAsync();
        var lease = await pool.LeaseAsync(
            new LeaseRequest("j1", 1, 4),
            TestContext.Current.CancellationToken
        );

        var said = DeviceOverview.NoticesOf(Environment.ProcessId, fixture.LockFolder);

        Assert.Equal(
            (fixture.Phone.Serial, "j1", 4),
            (said.Single().Serial, said.Single().Job, said.Single().Worker!.Value)
        );
        Assert.Empty(DeviceOverview.NoticesOf(int.MaxValue, fixture.LockFolder));
        await lease.Lease!.DisposeAsync();
        await pool.DisposeAsync();
        Assert.Empty(DeviceOverview.NoticesOf(Environment.ProcessId, fixture.LockFolder));
    }
}
