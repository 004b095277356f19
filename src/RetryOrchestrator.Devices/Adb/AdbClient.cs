namespace RetryOrchestrator.Devices.Adb;

/// <summary>
/// The adb program: its server and its list of devices. Every operation ends within its time
/// limit, and returns why it failed instead of throwing; it throws only
/// <see cref="OperationCanceledException"/>, when its caller's token says so. Thread-safe.
/// </summary>
/// <remarks>
/// The program is called rather than its server's socket: it starts the server when there is
/// none, speaks to every version of it, and a call costs 4 ms.
/// </remarks>
public sealed class AdbClient
{
    /// <param name="options">How adb is called.</param>
    public AdbClient(AdbOptions options) => Options = options;

    /// <summary>How adb is called.</summary>
    public AdbOptions Options { get; }

    /// <summary>The operations of one device.</summary>
    /// <param name="serial">What adb calls it.</param>
    public AdbDevice Device(string serial) => new(this, serial);

    /// <summary>
    /// Starts the server unless it runs. Done once before anything else, so that the server is
    /// nobody's child: a call that is killed would take a server that it started with it.
    /// </summary>
    public async Task<AdbResult<Done>> StartServerAsync(CancellationToken stop = default)
    {
        var call = await CallAsync(["start-server"], Options.Limits.Server, stop)
            .ConfigureAwait(false);
        return call.ExitCode == 0 ? Done.Value : AdbFailure.Of(call);
    }

    /// <summary>The devices that adb shows, in its order, whatever their state.</summary>
    public async Task<AdbResult<IReadOnlyList<DeviceInfo>>> ListAsync(
        CancellationToken stop = default
    )
    {
        var call = await CallAsync(["devices", "-l"], Options.Limits.Server, stop)
            .ConfigureAwait(false);
        return call.ExitCode == 0
            ? AdbResult<IReadOnlyList<DeviceInfo>>.Of(DeviceInfo.Parse(call.OutputText))
            : AdbFailure.Of(call);
    }

    /// <summary>
    /// Connects to a device over the network and makes sure that it can be used: adb says
    /// "already connected" of a device that is offline, and exits with 0 when it could not connect.
    /// </summary>
    /// <param name="address"><c>host:port</c>; the port is 5555 when there is none.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<AdbResult<Done>> ConnectAsync(
        string address,
        CancellationToken stop = default
    )
    {
        var call = await CallAsync(["connect", address], Options.Limits.Connect, stop)
            .ConfigureAwait(false);
        var said = call.OutputText.Trim();
        if (
            call.ExitCode != 0
            || !(said.StartsWith("connected to ") || said.StartsWith("already connected to "))
        )
        {
            return AdbFailure.Of(call);
        }

        var serial = said[(said.IndexOf(" to ", StringComparison.Ordinal) + 4)..].Split('\n')[0];
        return await Device(serial.Trim()).CheckStateAsync(stop).ConfigureAwait(false);
    }

    /// <summary>Ends the connection to a device over the network. One that is not there is no failure.</summary>
    public async Task<AdbResult<Done>> DisconnectAsync(
        string address,
        CancellationToken stop = default
    )
    {
        var call = await CallAsync(["disconnect", address], Options.Limits.Server, stop)
            .ConfigureAwait(false);
        var gone =
            call.ExitCode == 0 || $"{call.Error}{call.OutputText}".Contains("no such device");
        return gone ? Done.Value : AdbFailure.Of(call);
    }

    /// <summary>Calls adb with any arguments; returns however it ends.</summary>
    /// <param name="arguments">They go to adb as they are.</param>
    /// <param name="limit">The time after which it is killed.</param>
    /// <param name="stop">Kills it and throws.</param>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> said so.</exception>
    public async Task<AdbCall> CallAsync(
        IReadOnlyList<string> arguments,
        TimeSpan limit,
        CancellationToken stop = default
    )
    {
        var call = await AdbProcess.RunAsync(Options, arguments, limit, stop).ConfigureAwait(false);
        Options.OnCall?.Invoke(call);
        if (call.End == AdbCallEnd.Cancelled)
        {
            throw new OperationCanceledException($"adb {call.Verb} was stopped.", stop);
        }

        return call;
    }
}
