using static RetryOrchestrator.Engine.Outcomes.FailureCategory;
using static RetryOrchestrator.Engine.Outcomes.Rules.BuiltInMessages;

namespace RetryOrchestrator.Engine.Outcomes.Rules;

/// <summary>What adb says of itself.</summary>
internal static class AdbMessages
{
    /// <summary>Before all others: "adb timeout" is more than a timeout.</summary>
    public static IReadOnlyList<FailureRule> Rules { get; } =
    [
        Rule(
            Infrastructure,
            "adb_timeout",
            [
                @"adb\b[^\n]{0,60}?\b(?:time[ds]?[ -]?out|timeout(?:error|exception|expired)?)",
                @"adb\b[^\n]{0,60}?\b(?:did not|didn't|does not|doesn't) (?:respond|answer|return)",
                @"adb\b[^\n]{0,60}?\b(?:is )?(?:not responding|unresponsive|hung|hangs)",
                @"(?:time[ds]?[ -]?out|timeout)\b[^\n]{0,40}?\badb",
                @"adb connection\b[^\n]{0,40}?\b(?:lost|dropped|closed|broken|failed|reset|gone)",
                @"(?:lost|dropped)(?: the)? adb connection",
                @"adb (?:(?:was|is|got) )?disconnected",
            ]
        ),
    ];

    // A path as only phones have them, quoted or not.
    private const string OnDevice =
        @"['""‘]?/(?:sdcard|storage/(?:emulated|self)|data/(?:local|data|app|media|misc|user)|mnt/(?:sdcard|media_rw)|system|vendor)(?:/[^'""’:\n]{0,200})?['""’]?:?";

    /// <summary>A file the phone lacks, or does not take: before a job's own file is thought of.</summary>
    public static IReadOnlyList<FailureRule> RemoteRules { get; } =
    [
        Rule(
            "remote_refused",
            Infrastructure,
            "adb_error",
            [
                @"remote (?:secure_mkdirs|couldn't create file|open|write)\b[^\n]*",
                @"remote no such file or directory",
            ]
        ),
        // It says nothing of the device.
        Rule(
            Unknown,
            "remote_file_missing",
            [@"remote object '[^'\n]*' does not exist", OnDevice + @"[^\n]{0,20}?no such file"]
        ),
    ];

    /// <summary>Where nothing of the rest says more: the device's state stands in the same output.</summary>
    public static IReadOnlyList<FailureRule> LastRules { get; } =
    [
        Rule(
            Infrastructure,
            "adb_error",
            [
                @"(?m:^\s*(?:E |F )?(?:\S*[\\/])?adb(?:\.exe)?(?::(?! (?:usage|unknown command|unknown option))| F | E | remote))",
                @"(?m:(?:^|: )error ?: closed\s*$)",
                @"FAILED \((?:remote|status|data|command|unknown)[^\n]*|status (?:read|malformed)\b[^\n]{0,10}?fail\w*|(?:command|status) (?:write|read|transfer) failed|cable (?:is |was )?(?:not connected|unplugged|disconnected)|failed to (?:validate|verify|flash|erase) (?:\w+ )?(?:(?:boot|recovery|system|vendor|hab) image|partition|bootloader)",
                @"(?:failed|unable) to (?:re)?install\b[^\n]{0,200}?\b(?:apk|app)\b",
                @"adb\w*(?:error|exception)",
                @"adb(?:\.exe)?\b[^\n]{0,80}?\b(?:fail(?:ed|ure)|error|refused|rejected|returned|exited|unavailable|can ?not|can't)",
                @"(?:failed|failure|error|could not|can ?not|unable)\b[^\n]{0,60}?\badb",
                @"exit code:? -?\d+\b[^\n]{0,120}?\badb",
                @"adbd can ?not run as root|not running as root",
                @"failed to get feature set|adbexec|error executing adb",
                @"failed to (?:copy|push|pull|sync) '[^\n]{0,300}?(?:failed|denied|error|not permitted)",
                OnDevice + @"[^\n]{0,20}?(?:permission denied|operation not permitted|read-only)",
            ]
        ),
    ];
}
