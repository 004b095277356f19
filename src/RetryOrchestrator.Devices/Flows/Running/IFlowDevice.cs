using RetryOrchestrator.Devices.Adb;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Devices.Flows.Running;

/// <summary>What a flow needs of a device. Failures are values; only a cancelled call throws.</summary>
internal interface IFlowDevice
{
    /// <summary>Copies a file to the device.</summary>
    Task<FailureEvidence?> PushAsync(string local, string remote, CancellationToken stop);

    /// <summary>Starts an activity.</summary>
    Task<FailureEvidence?> StartAsync(DeviceIntent intent, CancellationToken stop);

    /// <summary>Runs a program on the device and returns what it printed, or why it failed.</summary>
    Task<AdbResult<string>> RunAsync(
        IReadOnlyList<string> words,
        TimeSpan limit,
        CancellationToken stop
    );
}

/// <summary>The device of a lease.</summary>
/// <param name="device">The device.</param>
internal sealed class AdbFlowDevice(AdbDevice device) : IFlowDevice
{
    /// <inheritdoc/>
    public async Task<FailureEvidence?> PushAsync(
        string local,
        string remote,
        CancellationToken stop
    ) => (await device.PushAsync(local, remote, stop).ConfigureAwait(false)).Failure;

    /// <inheritdoc/>
    public async Task<FailureEvidence?> StartAsync(DeviceIntent intent, CancellationToken stop) =>
        (await device.StartActivityAsync(intent, stop).ConfigureAwait(false)).Failure;

    /// <inheritdoc/>
    public Task<AdbResult<string>> RunAsync(
        IReadOnlyList<string> words,
        TimeSpan limit,
        CancellationToken stop
    ) => device.RunAsync(words, limit, stop);
}
