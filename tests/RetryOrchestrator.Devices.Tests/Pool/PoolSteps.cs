using RetryOrchestrator.Devices.Pool;
using RetryOrchestrator.Engine.Guards;

namespace RetryOrchestrator.Devices.Tests.Pool;

/// <summary>What tests of a pool do again and again.</summary>
internal static class PoolSteps
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Leases a phone, which there is to be.</summary>
    public static async Task<DeviceLease> LeaseAsync(
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

    /// <summary>
    /// Gives a phone back after an attempt that may have failed because of it; the guards do not blame
    /// it.
    /// </summary>
    public static async Task FailAsync(DevicePool pool, DeviceLease lease)
    {
        lease.Report(LeaseOutcome.DeviceSuspected);
        await lease.DisposeAsync();
        pool.Obey([new DeviceOrder(lease.Serial, Admission.Open, null)]);
    }

    /// <summary>
    /// Longer than a lease takes that need not wait: it asks its phone less than this does.
    /// </summary>
    public static async Task AssertWaitsAsync(PoolFixture fixture, Task waiting)
    {
        var phone = fixture.Client.Device(fixture.Phone.Serial);
        for (var question = 0; question < 3 && !waiting.IsCompleted; question++)
        {
            await phone.ShellAsync(["sleep", "0.1"], stop: Stop);
        }

        Assert.False(waiting.IsCompleted);
    }
}
