using RetryOrchestrator.Devices.Adb;

namespace RetryOrchestrator.Devices.Pool;

/// <summary>The exclusive use of a device, from when it passed its probe until it is disposed of.</summary>
public sealed class DeviceLease : IAsyncDisposable
{
    private readonly DevicePool _pool;
    private readonly PhoneLock _lock;
    private int _ended;
    private LeaseOutcome _outcome = LeaseOutcome.Nothing;

    internal DeviceLease(DevicePool pool, AdbDevice device, LeaseRequest request, PhoneLock @lock)
    {
        _pool = pool;
        _lock = @lock;
        Device = device;
        Request = request;
    }

    /// <summary>The device.</summary>
    public AdbDevice Device { get; }

    /// <summary>What adb calls it.</summary>
    public string Serial => Device.Serial;

    /// <summary>Who has it.</summary>
    public LeaseRequest Request { get; }

    /// <summary>Says what the attempt tells of the device. Without it the lease says nothing.</summary>
    /// <param name="outcome">What it tells.</param>
    public void Report(LeaseOutcome outcome) => _outcome = outcome;

    /// <summary>
    /// Gives the device back. A suspect is looked at first, in the background: nobody waits for
    /// that but those who want this very device.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            _pool.Release(this, _lock, _outcome);
        }

        return ValueTask.CompletedTask;
    }
}
