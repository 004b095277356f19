using System.Collections;
using RetryOrchestrator.Devices.Adb;
using RetryOrchestrator.Devices.Flows.Running;
using RetryOrchestrator.Devices.Flows.Steps;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Devices.Scripts;

/// <summary>
/// A script's <c>$Attempt.Device</c>: what the steps of a flow do through adb, as methods that wait
/// for their end. Each is bounded by adb's time limits and ends when the attempt is stopped; what
/// fails throws <see cref="DeviceException"/>, which says whose fault it is.
/// </summary>
public sealed class ScriptDevice
{
    private readonly AdbDevice _device;
    private readonly AdbFlowDevice _flow;
    private readonly Func<string, string> _locate;
    private readonly string _artifactFolder;
    private readonly CancellationToken _stop;

    /// <param name="device">The leased device.</param>
    /// <param name="locate">Turns a path of the script into one of this machine.</param>
    /// <param name="artifactFolder">Where screenshots go.</param>
    /// <param name="stop">Ends what is under way.</param>
    internal ScriptDevice(
        AdbDevice device,
        Func<string, string> locate,
        string artifactFolder,
        CancellationToken stop
    )
    {
        _device = device;
        _flow = new AdbFlowDevice(device);
        _locate = locate;
        _artifactFolder = artifactFolder;
        _stop = stop;
    }

    /// <summary>What adb calls it.</summary>
    public string Serial => _device.Serial;

    /// <summary>Copies a file to the device and tells its media library of it.</summary>
    /// <param name="localPath">The file on this machine; the failure is the job's when it is missing.</param>
    /// <param name="remotePath">Where it goes, such as <c>/sdcard/Movies/a.mp4</c>.</param>
    public void Push(string localPath, string remotePath)
    {
        Wait(() => _device.PushAsync(_locate(localPath), remotePath, _stop));
        Check(() => MediaLibrary.ScanAsync(_flow, remotePath, _stop));
    }

    /// <summary>Copies a file of the device to this machine, whole or not at all.</summary>
    /// <param name="remotePath">The file on the device.</param>
    /// <param name="localPath">Where it goes; its folder must be there.</param>
    public void Pull(string remotePath, string localPath) =>
        Wait(() => _device.PullAsync(remotePath, _locate(localPath), _stop));

    /// <summary>Installs an app, over an older one if there is one.</summary>
    /// <param name="package">The APK on this machine.</param>
    /// <param name="options">Further options of <c>adb install</c>, such as <c>-g</c>.</param>
    public void Install(string package, params string[] options) =>
        Wait(() => _device.InstallAsync(_locate(package), options, _stop));

    /// <summary>
    /// Runs a program on the device with exactly these arguments and returns what it printed. An
    /// exit code other than 0 is a failure.
    /// </summary>
    /// <param name="words">The program and its arguments: <c>'pm', 'clear', 'com.example.app'</c>.</param>
    public string Shell(params string[] words) =>
        Wait(() => _device.RunAsync(words, limit: null, _stop));

    /// <summary>The same, and returns the exit code and both outputs whatever they are.</summary>
    /// <param name="words">The program and its arguments.</param>
    public ShellOutput TryShell(params string[] words) =>
        Wait(() => _device.ShellAsync(words, limit: null, _stop));

    /// <summary>Starts an app by its launcher icon, or an activity.</summary>
    /// <param name="target"><c>com.example.app</c>, or <c>com.example.app/.Activity</c>.</param>
    public void Start(string target) => Start(target, new Hashtable());

    /// <summary>Starts an activity with an intent.</summary>
    /// <param name="target"><c>com.example.app</c>, or <c>com.example.app/.Activity</c>.</param>
    /// <param name="options">
    /// The keys of a flow's <c>start</c>: <c>action</c>, <c>data</c>, <c>mimeType</c>,
    /// <c>category</c>, <c>share</c> (a file of the device), <c>extras</c> (a table).
    /// </param>
    /// <exception cref="ArgumentException">There is another key.</exception>
    public void Start(string target, IDictionary options)
    {
        var activity = ScriptIntent.Read(target, options);
        Check(() => activity.OnAsync(_flow, _stop));
    }

    /// <summary>Presses a key.</summary>
    /// <param name="key">As in a flow: <c>back</c>, <c>home</c>, <c>enter</c>, <c>KEYCODE_…</c> or a number.</param>
    public void Press(string key) => Shell("input", "keyevent", new PressAction(key).KeyCode);

    /// <summary>
    /// Types into the focused field through adb, ASCII only. Any text can be typed into an element
    /// of <c>$Attempt.Driver</c>.
    /// </summary>
    /// <param name="text">The text.</param>
    public void TypeText(string text) => Wait(() => _device.InputTextAsync(text, _stop));

    /// <summary>Saves a picture of the screen in the attempt's folder.</summary>
    /// <param name="name">The file's name without <c>.png</c>.</param>
    /// <returns>The file.</returns>
    public string Screenshot(string name)
    {
        var file = Path.Combine(
            _artifactFolder,
            $"{string.Concat(name.Split(Path.GetInvalidFileNameChars()))}.png"
        );
        Wait(() => _device.TakeScreenshotAsync(file, _stop));
        return file;
    }

    /// <summary>The serial.</summary>
    public override string ToString() => Serial;

    // On the thread pool: a script's thread may have a context that is not to be waited on.
    private static T Wait<T>(Func<Task<AdbResult<T>>> call)
        where T : notnull
    {
        var result = Task.Run(call).GetAwaiter().GetResult();
        return result.Succeeded ? result.Value : throw new DeviceException(result.Failure);
    }

    private static void Check(Func<Task<FailureEvidence?>> call)
    {
        if (Task.Run(call).GetAwaiter().GetResult() is { } failure)
        {
            throw new DeviceException(failure);
        }
    }
}
