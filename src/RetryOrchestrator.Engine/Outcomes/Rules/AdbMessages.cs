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

    /// <summary>Where nothing of the rest says more: the device's state stands in the same output.</summary>
    public static IReadOnlyList<FailureRule> LastRules { get; } =
    [
        // Python and Java print the names of the types that C# is recognised by.
        Rule(
            "element_exceptions",
            Infrastructure,
            "ui_stuck",
            [
                @"(?:nosuchelement|staleelementreference|elementclickintercepted|elementnotinteractable|elementnotvisible|elementnotselectable)exception",
                @"(?:invalidelementstate|movetargetoutofbounds|unhandledalert|unexpectedalertpresent|noalertpresent)exception",
            ]
        ),
        Rule("webdriver_exception", Infrastructure, "appium_crash", [@"webdriverexception"]),
        // A file that the device does not have says nothing of the device.
        Rule(Unknown, "remote_file_missing", [@"remote object '[^'\n]*' does not exist"]),
        Rule(
            Infrastructure,
            "adb_error",
            [
                @"(?m:^\s*adb(?:\.exe)?: )",
                @"failed to get feature set",
                @"INSTALL_(?:PARSE_)?FAILED_\w+",
            ]
        ),
    ];
}
