using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Devices.Adb;

/// <summary>
/// One device through adb: files, apps, its state. Every operation ends within its time limit and
/// returns why it failed; see <see cref="AdbClient"/>.
/// </summary>
public sealed partial class AdbDevice
{
    private readonly AdbClient _client;

    internal AdbDevice(AdbClient client, string serial)
    {
        _client = client;
        Serial = serial;
    }

    /// <summary>What adb calls it.</summary>
    public string Serial { get; }

    /// <summary>Whether it is reached over the network (<c>host:port</c>) and must be connected.</summary>
    public bool IsNetwork =>
        Serial.LastIndexOf(':') is var at and > 0 && ushort.TryParse(Serial[(at + 1)..], out _);

    private AdbLimits Limits => _client.Options.Limits;

    /// <summary>Copies a file or folder of this machine to the device.</summary>
    /// <param name="localPath">The file; when it is missing the failure is the job's (<c>file_missing</c>).</param>
    /// <param name="remotePath">Where it goes; folders are made.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<AdbResult<Done>> PushAsync(
        string localPath,
        string remotePath,
        CancellationToken stop = default
    )
    {
        if (!File.Exists(localPath) && !Directory.Exists(localPath))
        {
            return Missing(localPath);
        }

        return ByExitCode(
            await CallAsync(Limits.Transfer, stop, "push", localPath, remotePath)
                .ConfigureAwait(false)
        );
    }

    /// <summary>Copies a file of the device to this machine. A part of it is not left there.</summary>
    /// <param name="remotePath">The file; when it is missing the type is <c>remote_file_missing</c>.</param>
    /// <param name="localPath">Where it goes; its folder must be there.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<AdbResult<Done>> PullAsync(
        string remotePath,
        string localPath,
        CancellationToken stop = default
    )
    {
        var part = $"{localPath}.part";
        try
        {
            var result = ByExitCode(
                await CallAsync(Limits.Transfer, stop, "pull", remotePath, part)
                    .ConfigureAwait(false)
            );
            if (result.Succeeded)
            {
                File.Move(part, localPath, overwrite: true);
            }

            return result;
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Installs an app, over an older one if there is one.</summary>
    /// <param name="package">The APK on this machine.</param>
    /// <param name="options">Further options of <c>adb install</c>, such as <c>-g</c>.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<AdbResult<Done>> InstallAsync(
        string package,
        IReadOnlyList<string>? options = null,
        CancellationToken stop = default
    )
    {
        if (!File.Exists(package))
        {
            return Missing(package);
        }

        return ByExitCode(
            await CallAsync(Limits.Install, stop, ["install", "-r", .. options ?? [], package])
                .ConfigureAwait(false)
        );
    }

    /// <summary>Saves a picture of the screen, PNG. Half a picture is a failure and not left there.</summary>
    /// <param name="file">Where it goes; its folder is made.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<AdbResult<Done>> TakeScreenshotAsync(
        string file,
        CancellationToken stop = default
    )
    {
        var call = await CallAsync(Limits.Screenshot, stop, "exec-out", "screencap", "-p")
            .ConfigureAwait(false);
        if (!IsWholePng(call.Output.Span))
        {
            // exec-out has no exit code that could be trusted: the picture itself tells.
            return AdbFailure.OfShell(call);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        await File.WriteAllBytesAsync(file, call.Output.ToArray(), stop).ConfigureAwait(false);
        return Done.Value;
    }

    /// <summary>Its state as adb sees it, <c>device</c> when it can be used.</summary>
    public async Task<AdbResult<string>> GetStateAsync(CancellationToken stop = default)
    {
        var call = await CallAsync(Limits.Probe, stop, "get-state").ConfigureAwait(false);
        return call.ExitCode == 0 ? call.OutputText.Trim() : AdbFailure.Of(call);
    }

    /// <summary>Succeeds when adb shows it ready.</summary>
    public async Task<AdbResult<Done>> CheckStateAsync(CancellationToken stop = default)
    {
        var state = await GetStateAsync(stop).ConfigureAwait(false);
        return !state.Succeeded ? state.Failure
            : state.Value == DeviceInfo.Ready ? Done.Value
            : AdbFailure.OfState(Serial, state.Value);
    }

    /// <summary>Waits until it is in a state.</summary>
    /// <param name="state">As <c>adb wait-for-…</c> has it: <c>device</c>, <c>recovery</c>, <c>disconnect</c>.</param>
    /// <param name="limit">How long at most.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<AdbResult<Done>> WaitForAsync(
        string state,
        TimeSpan limit,
        CancellationToken stop = default
    )
    {
        var call = await CallAsync(limit, stop, $"wait-for-{state}").ConfigureAwait(false);
        return call.End == AdbCallEnd.TimedOut
            ? AdbFailure.Declared(
                AdbFailure.NotFound,
                FormattableString.Invariant(
                    $"device '{Serial}' was not in state '{state}' within {limit.TotalSeconds:0.###} s"
                )
            )
            : ByExitCode(call);
    }

    /// <summary>
    /// Drops the connection to it and makes a new one: <c>disconnect</c> and <c>connect</c> over
    /// the network, <c>reconnect</c> over USB; then waits until it is ready.
    /// </summary>
    /// <param name="limit">How long to wait for it after that.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<AdbResult<Done>> ReconnectAsync(
        TimeSpan limit,
        CancellationToken stop = default
    )
    {
        if (IsNetwork)
        {
            await _client.DisconnectAsync(Serial, stop).ConfigureAwait(false);
            return await _client.ConnectAsync(Serial, stop).ConfigureAwait(false);
        }

        var call = await CallAsync(Limits.Server, stop, "reconnect").ConfigureAwait(false);
        return call.ExitCode == 0
            ? await WaitForAsync(DeviceInfo.Ready, limit, stop).ConfigureAwait(false)
            : AdbFailure.Of(call);
    }

    private Task<AdbCall> CallAsync(
        TimeSpan limit,
        CancellationToken stop,
        params IEnumerable<string> arguments
    ) => _client.CallAsync(["-s", Serial, .. arguments], limit, stop);

    private static AdbResult<Done> ByExitCode(AdbCall call) =>
        call.ExitCode == 0 ? Done.Value : AdbFailure.Of(call);

    private static FailureEvidence Missing(string file) =>
        AdbFailure.Declared(
            FailureCategory.Input,
            AdbFailure.FileMissing,
            $"File not found: {file}"
        );

    private static bool IsWholePng(ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<byte> beginning = [0x89, (byte)'P', (byte)'N', (byte)'G'];
        ReadOnlySpan<byte> end =
        [
            (byte)'I',
            (byte)'E',
            (byte)'N',
            (byte)'D',
            0xae,
            0x42,
            0x60,
            0x82,
        ];
        return data.StartsWith(beginning) && data.EndsWith(end);
    }
}
