namespace RetryOrchestrator.Executors.Devices.Pool;

/// <summary>A device that is given no job for now.</summary>
/// <param name="Reason">Why, in words.</param>
/// <param name="Pass">The pass it is set aside for; in a later one it is checked and may return.</param>
/// <param name="Since">When, UTC.</param>
public sealed record SetAside(string Reason, int Pass, DateTimeOffset Since);

/// <summary>
/// Who is to blame when attempts fail for infrastructure reasons: the device or the job? Pure:
/// no clock, no device.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>A device that does not answer its probe, not even after a reconnect, is set aside at once.</item>
/// <item>A device on which several different jobs failed in a row is set aside too.</item>
/// <item>Failures that no rule knows are evidence too; but where they are all there is, a device is
/// set aside for them only when another did its work meanwhile: else they may be everybody's, such
/// as a fault of the script.</item>
/// <item>A job that failed on two devices that both answered their probe is itself the reason:
/// its failures count against no device, those counted before included.</item>
/// <item>A device is set aside for the pass. In a later one it is checked, and returns with a clean record.</item>
/// </list>
/// Not thread-safe: the pool owns it.
/// </remarks>
/// <param name="threshold">Different jobs that must fail in a row, at least 1.</param>
public sealed class DeviceBlame(int threshold = DeviceBlame.DefaultThreshold)
{
    /// <summary>Different jobs that must fail on a device in a row.</summary>
    public const int DefaultThreshold = 3;

    private readonly Dictionary<string, Record> _devices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _failedOn = new(StringComparer.Ordinal);

    // How often a device of the pool did its work.
    private long _works;

    /// <summary>Why a device is set aside, or null when it is not.</summary>
    public SetAside? Of(string serial) => _devices.GetValueOrDefault(serial)?.Aside;

    /// <summary>Whether a job failed on a device before for a reason that may be the device's.</summary>
    public bool HasFailedOn(string jobId, string serial) =>
        _failedOn.TryGetValue(jobId, out var devices) && devices.Contains(serial);

    /// <summary>The device did its work; whatever failed on it before was not its fault.</summary>
    public void Worked(string serial, string jobId)
    {
        _works++;
        Get(serial).Forget();
        _failedOn.Remove(jobId);
    }

    /// <summary>A job failed on a device for a reason that may be the device's.</summary>
    /// <param name="serial">The device.</param>
    /// <param name="jobId">The job.</param>
    /// <param name="message">What the job failed with.</param>
    /// <param name="answers">Whether the device answered its probe after that.</param>
    /// <param name="isKnown">Whether the failure is known to be one of infrastructure.</param>
    /// <param name="pass">The pass.</param>
    /// <param name="at">When, UTC.</param>
    /// <returns>Whether the device was set aside for it.</returns>
    public bool Failed(
        string serial,
        string jobId,
        string message,
        bool answers,
        bool isKnown,
        int pass,
        DateTimeOffset at
    )
    {
        if (answers && FailedOnAnother(serial, jobId))
        {
            Acquit(jobId);
            return false;
        }

        var record = Get(serial);
        if (record.Failures.Count == 0)
        {
            record.WorksBefore = _works;
        }

        record.Failures.Add(jobId);
        record.HasKnown |= isKnown;
        if (
            record.Aside is not null
            || record.Failures.Count < threshold
            || !(record.HasKnown || _works > record.WorksBefore)
        )
        {
            return false;
        }

        record.Aside = new SetAside(
            $"{record.Failures.Count} different jobs failed on it in a row, the last with: {message}",
            pass,
            at
        );
        return true;
    }

    /// <summary>The device does not answer its probe, or another check failed.</summary>
    /// <returns>False when it was set aside for this pass already.</returns>
    public bool Unhealthy(string serial, string reason, int pass, DateTimeOffset at)
    {
        var record = Get(serial);
        var isNew = record.Aside is not { } before || before.Pass < pass;
        record.Forget();
        // In its second pass out it is still out since the first.
        record.Aside = new SetAside(reason, pass, record.Aside?.Since ?? at);
        return isNew;
    }

    /// <summary>The device passed its check and takes jobs again.</summary>
    public void Returned(string serial)
    {
        var record = Get(serial);
        record.Aside = null;
        record.Forget();
    }

    /// <summary>Whether a device that is set aside may be checked now.</summary>
    public bool MayBeChecked(string serial, int pass) =>
        Of(serial) is { } aside && aside.Pass < pass;

    private bool FailedOnAnother(string serial, string jobId)
    {
        if (!_failedOn.TryGetValue(jobId, out var devices))
        {
            _failedOn[jobId] = devices = new HashSet<string>(StringComparer.Ordinal);
        }

        devices.Add(serial);
        return devices.Count > 1;
    }

    private void Acquit(string jobId)
    {
        foreach (var record in _devices.Values)
        {
            if (record.Failures.Remove(jobId) && record.Failures.Count < threshold)
            {
                // What does not answer its probe has no failures on record and stays out.
                record.Aside = null;
            }
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
        /// <summary>The jobs that failed since the device last worked, each once.</summary>
        public HashSet<string> Failures { get; } = new(StringComparer.Ordinal);

        /// <summary>Whether one of them is known to be of infrastructure.</summary>
        public bool HasKnown { get; set; }

        /// <summary>How often devices had worked when the first of them came.</summary>
        public long WorksBefore { get; set; }

        public SetAside? Aside { get; set; }

        public void Forget()
        {
            Failures.Clear();
            HasKnown = false;
        }
    }
}
