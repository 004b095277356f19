using System.Text.RegularExpressions;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Devices.Adb;

/// <summary>
/// What adb's words mean. Pure. What adb says of devices, its server and files is declared; what
/// it passes on from the device (why an app was not installed, say) is left to the rules.
/// </summary>
internal static partial class AdbFailure
{
    /// <summary>A time limit passed.</summary>
    public const string Timeout = "adb_timeout";

    /// <summary>The device is known and does not answer.</summary>
    public const string Offline = "device_offline";

    /// <summary>There is no such device.</summary>
    public const string NotFound = "device_not_found";

    /// <summary>There are several, and none was named.</summary>
    public const string Ambiguous = "device_ambiguous";

    /// <summary>The device's owner has not confirmed this machine's key.</summary>
    public const string Unauthorized = "device_unauthorized";

    /// <summary>The device answers and has not finished starting.</summary>
    public const string NotReady = "device_not_ready";

    /// <summary>The device's storage is full.</summary>
    public const string StorageFull = "device_storage_full";

    /// <summary>The adb server or the program itself does not work.</summary>
    public const string Server = "adb_server";

    /// <summary>The device or the server was lost in the middle.</summary>
    public const string Dropped = "connection_dropped";

    /// <summary>The device does not take what it is given: a path it lacks or may not be written.</summary>
    public const string Refused = "device_refused";

    /// <summary>A file of this machine is missing.</summary>
    public const string FileMissing = "file_missing";

    /// <summary>A file of the device is missing.</summary>
    public const string RemoteFileMissing = "remote_file_missing";

    private const int LongestMessage = 500;

    // The first that matches wins: what a server's fault leads to must not hide the fault.
    private static readonly (Regex Words, FailureCategory Category, string Type)[] Known =
    [
        (ServerWords(), FailureCategory.Infrastructure, Server),
        (UnauthorizedWords(), FailureCategory.Infrastructure, Unauthorized),
        (OfflineWords(), FailureCategory.Infrastructure, Offline),
        (NotFoundWords(), FailureCategory.Infrastructure, NotFound),
        (AmbiguousWords(), FailureCategory.Infrastructure, Ambiguous),
        (StorageWords(), FailureCategory.Infrastructure, StorageFull),
        (RefusedWords(), FailureCategory.Infrastructure, Refused),
        (LocalFileWords(), FailureCategory.Input, FileMissing),
        (RemoteFileWords(), FailureCategory.Unknown, RemoteFileMissing),
        (DroppedWords(), FailureCategory.Infrastructure, Dropped),
    ];

    /// <summary>Why a call failed of which it is already known that it did.</summary>
    public static FailureEvidence Of(AdbCall call) =>
        call.End switch
        {
            AdbCallEnd.NotStarted => Declared(
                Server,
                $"adb could not be started: {call.Error} {AdbLocator.HowToInstall}"
            ),
            AdbCallEnd.Exited => OfText(call, $"{call.Error}\n{call.OutputText}"),
            _ => Declared(
                Timeout,
                FormattableString.Invariant(
                    $"{What(call)} did not end within {call.Limit.TotalSeconds:0.###} s"
                )
            ),
        };

    /// <summary>
    /// Why a shell command has no result. Adb's exit code proves nothing here, and what the
    /// command itself printed must not be taken for adb's words.
    /// </summary>
    public static FailureEvidence OfShell(AdbCall call)
    {
        if (call.End != AdbCallEnd.Exited)
        {
            return Of(call);
        }

        var words = string.Join(
            '\n',
            call.Error.Split('\n').Where(line => AdbLine().IsMatch(line))
        );
        return words.Length > 0 && Recognise(words) is not null ? OfText(call, words) : Lost(call);
    }

    /// <summary>The connection ended before the result was there.</summary>
    public static FailureEvidence Lost(AdbCall call) =>
        Declared(Dropped, $"{What(call)}: the connection to the device was lost");

    /// <summary>An infrastructure failure of a type.</summary>
    public static FailureEvidence Declared(string type, string message) =>
        Declared(FailureCategory.Infrastructure, type, message);

    /// <summary>A failure of a category and type.</summary>
    public static FailureEvidence Declared(FailureCategory category, string type, string message) =>
        new()
        {
            Message = message,
            DeclaredCategory = category,
            DeclaredType = type,
        };

    /// <summary>What adb calls a state in which a device cannot be used.</summary>
    public static FailureEvidence OfState(string serial, string state) =>
        state switch
        {
            "offline" => Declared(Offline, $"device '{serial}' is offline"),
            "unauthorized" => Declared(
                Unauthorized,
                $"device '{serial}' is unauthorized: confirm this computer on its screen"
            ),
            "no permissions" => Declared(
                Unauthorized,
                $"device '{serial}' may not be opened by this user (USB permissions)"
            ),
            "" => Declared(NotFound, $"device '{serial}' not found"),
            _ => Declared(NotReady, $"device '{serial}' is not ready: its state is '{state}'"),
        };

    private static FailureEvidence OfText(AdbCall call, string text)
    {
        if (Recognise(text) is not { } known)
        {
            // Nothing said at all, or how far it was: the server or the device was gone under the call.
            return string.IsNullOrWhiteSpace(text) || ProgressLine().IsMatch(LastLine(text))
                ? Lost(call)
                : new FailureEvidence
                {
                    Message = $"{What(call)}: {Reason(text)}",
                    ExitCode = call.ExitCode,
                };
        }

        return new FailureEvidence
        {
            Message = $"{What(call)}: {known.Line}",
            ExitCode = call.ExitCode,
            DeclaredCategory = known.Category,
            DeclaredType = known.Type,
        };
    }

    private static (FailureCategory Category, string Type, string Line)? Recognise(string text)
    {
        foreach (var (words, category, type) in Known)
        {
            if (words.Match(text) is { Success: true } match)
            {
                var start = text.LastIndexOf('\n', match.Index) + 1;
                var end = text.IndexOf('\n', match.Index + match.Length);
                return (category, type, Clean(text[start..(end < 0 ? text.Length : end)]));
            }
        }

        return null;
    }

    private static string What(AdbCall call) =>
        call.Serial is { } serial ? $"adb {call.Verb} on {serial}" : $"adb {call.Verb}";

    private static string LastLine(string text) => Clean(Lines(text)[^1]);

    // What adb says of its own accord; else the last line that is no account of what was moved,
    // which stands last also when nothing was.
    private static string Reason(string text)
    {
        var lines = Lines(text);
        return Clean(
            Array.Find(lines, line => ReasonLine().IsMatch(line))
                ?? Array.FindLast(lines, line => !SummaryLine().IsMatch(line))
                ?? lines[^1]
        );
    }

    private static string[] Lines(string text) =>
        TerminalOutput
            .AsSeen(text)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // A progress line overwrites itself with carriage returns; the last part is what one sees.
    private static string Clean(string line)
    {
        var visible = Prefix().Replace(line.Trim().Split('\r')[^1], "");
        return visible.Length > LongestMessage ? visible[..LongestMessage] + "…" : visible;
    }

    [GeneratedRegex(@"^\[ *\d+%\] ")]
    private static partial Regex ProgressLine();

    [GeneratedRegex(@"^((adb(\.exe)?: )?error: |adb(\.exe)?: |Failure\b)")]
    private static partial Regex ReasonLine();

    [GeneratedRegex(
        @"\b\d+ files? (pushed|pulled)\b|^\[ *\d+%\]|^Performing \w+ Install$|^\* daemon "
    )]
    private static partial Regex SummaryLine();

    [GeneratedRegex(@"^(adb(\.exe)?: )?(error: )?")]
    private static partial Regex Prefix();

    [GeneratedRegex(@"^(error:|adb:|adb server |ADB server |cannot connect to daemon|\* )")]
    private static partial Regex AdbLine();

    [GeneratedRegex(
        @"cannot connect to daemon|doesn't match this client|didn't ACK|failed to check server version|failed to start daemon|failed to get adb server|protocol fault|unknown host service|could not install \*smartsocket\*"
    )]
    private static partial Regex ServerWords();

    [GeneratedRegex(
        @"device unauthorized|device still authorizing|failed to authenticate|no permissions"
    )]
    private static partial Regex UnauthorizedWords();

    [GeneratedRegex(@"device offline|device still connecting|failed to connect to (?!.*: ).*")]
    private static partial Regex OfflineWords();

    [GeneratedRegex(
        @"device '[^']*' not found|no devices(/emulators)? found|no such device|failed to resolve host|failed to connect to .*: "
    )]
    private static partial Regex NotFoundWords();

    [GeneratedRegex("more than one (device|emulator)")]
    private static partial Regex AmbiguousWords();

    [GeneratedRegex(@"cannot (stat|open) '|failed to (stat|open) (?=\S)(?!.*remote)")]
    private static partial Regex LocalFileWords();

    [GeneratedRegex(@"remote object '.*' does not exist|failed to stat remote object")]
    private static partial Regex RemoteFileWords();

    [GeneratedRegex(@"[Nn]o space left on device|INSTALL_FAILED_INSUFFICIENT_STORAGE")]
    private static partial Regex StorageWords();

    // Its own word for it follows: no permission, no such folder, a file system not to be written.
    [GeneratedRegex(
        @"\bremote (secure_mkdirs|couldn't create|open|write|[A-Z])|failed to copy '.*' to '.*': (couldn't create|remote )|stat failed when trying to push"
    )]
    private static partial Regex RefusedWords();

    [GeneratedRegex(
        @"couldn't read from device|failed to read (copy )?response|connection reset|device disconnected|transport error|failed to install .*: *\r?$|error: closed|connect failed: closed|unexpected EOF|broken pipe",
        RegexOptions.Multiline | RegexOptions.IgnoreCase
    )]
    private static partial Regex DroppedWords();
}
