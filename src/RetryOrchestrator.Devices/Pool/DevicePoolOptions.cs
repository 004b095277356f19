using RetryOrchestrator.Devices.Machine;

namespace RetryOrchestrator.Devices.Pool;

/// <summary>How a run's devices are given out.</summary>
public sealed record DevicePoolOptions
{
    /// <summary>
    /// The devices of the pool. Empty: all that adb shows ready. A job that names a device gets it
    /// whether it stands here or not.
    /// </summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary>Which account belongs to which device.</summary>
    public AccountDevices Accounts { get; init; } = AccountDevices.None;

    /// <summary>
    /// How long a job waits for a device that others have before it is deferred. It should be
    /// shorter than the time limit of an attempt, which the waiting is part of. Default 4 minutes.
    /// </summary>
    public TimeSpan LeaseTimeout { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>How often a device that another run has is asked for again. Default 1 s.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a device is given to come back after a reconnect. Default 10 s.</summary>
    public TimeSpan ReconnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What keeps two runs of this machine from having one device at once.</summary>
    public IMachineLocks Locks { get; init; } = MachineLocks.OfThisMachine;

    /// <summary>Where notices are, the same for all of a user's runs on a machine.</summary>
    public string Folder { get; init; } = DefaultFolder;

    /// <summary>Told when a device is set aside or returns: what, and why. It is awaited.</summary>
    public Func<string, ValueTask>? Announce { get; init; }

    /// <summary>The user's own folder for it, or one in the temporary folder where a user has none.</summary>
    public static string DefaultFolder
    {
        get
        {
            var own = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
            return Path.Combine(
                own.Length > 0 ? own : Path.GetTempPath(),
                "RetryOrchestrator",
                "devices"
            );
        }
    }
}
