using RetryOrchestrator.Engine.Guards;

namespace RetryOrchestrator.Devices.Pool;

/// <summary>A device that is given no job for now.</summary>
/// <param name="Reason">Why, in words.</param>
/// <param name="Since">When, UTC.</param>
internal sealed record SetAside(string Reason, DateTimeOffset Since);

/// <summary>
/// Which devices may be given jobs. Two say so: the pool itself, of a device that does not answer its
/// probe, which it asks; and the guards of the run, which see how the jobs of all devices end. Pure:
/// no clock, no device.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>A device that does not answer its probe, not even after a reconnect, is out for the pass. In
/// a later one it is checked, and returns.</item>
/// <item>A device that fails different jobs, while others do theirs, is out until the guards try it
/// with one job; it returns when that succeeds.</item>
/// <item>A job that failed on a device goes to another where it can.</item>
/// </list>
/// Not thread-safe: the pool owns it.
/// </remarks>
internal sealed class DeviceStandings
{
    /// <summary>How long the guards are awaited at most.</summary>
    public static readonly TimeSpan LongestAwaited = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, Record> _devices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _failedOn = new(StringComparer.Ordinal);

    /// <summary>Why a device is set aside, or null when it is not.</summary>
    public SetAside? Of(string serial) =>
        _devices.GetValueOrDefault(serial) is { } record
            ? record.Unhealthy ?? record.Guarded
            : null;

    /// <summary>What the guards say of a device; open as long as they have said nothing.</summary>
    public Admission AdmissionOf(string serial) =>
        _devices.GetValueOrDefault(serial)?.Admission ?? Admission.Open;

    /// <summary>Whether a job failed on a device before for a reason that may be the device's.</summary>
    public bool HasFailedOn(string jobId, string serial) =>
        _failedOn.TryGetValue(jobId, out var devices) && devices.Contains(serial);

    /// <summary>A job was done: what it failed on before does not matter any more.</summary>
    public void Worked(string jobId) => _failedOn.Remove(jobId);

    /// <summary>
    /// A job failed on a device for a reason that may be the device's: the guards are awaited.
    /// </summary>
    /// <param name="serial">The device.</param>
    /// <param name="jobId">The job.</param>
    /// <param name="at">When, UTC.</param>
    public void Failed(string serial, string jobId, DateTimeOffset at)
    {
        Get(serial).AwaitedSince = at;
        if (!_failedOn.TryGetValue(jobId, out var devices))
        {
            _failedOn[jobId] = devices = new HashSet<string>(StringComparer.Ordinal);
        }

        devices.Add(serial);
    }

    /// <summary>The device does not answer its probe, or another check failed.</summary>
    /// <returns>False when it was out for this pass already.</returns>
    public bool Unhealthy(string serial, string reason, int pass, DateTimeOffset at)
    {
        var record = Get(serial);
        var isNew = record.Unhealthy is null || record.UnhealthyIn < pass;
        // In its second pass out it is still out since the first.
        record.Unhealthy = new SetAside(reason, record.Unhealthy?.Since ?? at);
        record.UnhealthyIn = pass;
        return isNew;
    }

    /// <summary>Whether a device does not answer, as far as is known.</summary>
    public bool IsUnhealthy(string serial) =>
        _devices.GetValueOrDefault(serial)?.Unhealthy is not null;

    /// <summary>The device passed its check.</summary>
    public void Returned(string serial) => Get(serial).Unhealthy = null;

    /// <summary>Whether a device that does not answer may be checked now.</summary>
    public bool MayBeChecked(string serial, int pass) =>
        _devices.GetValueOrDefault(serial) is { Unhealthy: not null } record
        && record.UnhealthyIn < pass;

    /// <summary>
    /// Whether a job failed on a device of which the guards have said nothing since: it is given to
    /// nobody, or one that is broken would fail the next job meanwhile. They speak in a moment, or,
    /// where nobody judges the attempt, never.
    /// </summary>
    /// <param name="serial">The device.</param>
    /// <param name="now">The time, UTC.</param>
    public bool IsAwaited(string serial, DateTimeOffset now) =>
        _devices.GetValueOrDefault(serial)?.AwaitedSince is { } since
        && (now - since).Duration() < LongestAwaited;

    /// <summary>The guards say what may be done with a device.</summary>
    /// <param name="order">What.</param>
    /// <param name="at">When, UTC.</param>
    public void Obey(DeviceOrder order, DateTimeOffset at)
    {
        var record = Get(order.Device);
        record.AwaitedSince = null;
        record.Admission = order.Admission;
        record.Guarded = order.Reason is { } reason
            ? new SetAside(reason, record.Guarded?.Since ?? at)
            : null;
    }

    /// <summary>The device was given a job. If it is the one it is to be tried with, there is no other.</summary>
    public void Leased(string serial)
    {
        if (AdmissionOf(serial) == Admission.Probe)
        {
            Get(serial).Admission = Admission.Closed;
        }
    }

    private Record Get(string serial)
    {
        if (!_devices.TryGetValue(serial, out var record))
        {
            _devices[serial] = record = new Record();
        }

        return record;
    }

    private sealed class Record
    {
        public SetAside? Unhealthy { get; set; }

        /// <summary>The last pass in which it did not answer.</summary>
        public int UnhealthyIn { get; set; }

        /// <summary>Why the guards set it aside; null when they did not.</summary>
        public SetAside? Guarded { get; set; }

        public Admission Admission { get; set; } = Admission.Open;

        /// <summary>Since when the guards are awaited; null when they are not.</summary>
        public DateTimeOffset? AwaitedSince { get; set; }
    }
}
