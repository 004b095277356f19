using static RetryOrchestrator.Engine.Outcomes.FailureCategory;
using static RetryOrchestrator.Engine.Outcomes.Rules.BuiltInMessages;

namespace RetryOrchestrator.Engine.Outcomes.Rules;

/// <summary>
/// Answers of web servers by their status: of a server that cannot at the moment (5xx, 408, 425,
/// 429), and of one that will not (the other 4xx), which says neither whose fault it is nor that a
/// device is to blame.
/// </summary>
internal static class HttpMessages
{
    private const string Said =
        @"(?:http(?:/[\d.]+)?|https?error|status(?: ?code)?|response(?: code| status)?|http error|http status|server returned(?: an)? error|return(?:ed|s)?(?: an?)?|request failed)(?: error| code| of| is| was| with| status| does not indicate success)*[ :=<\[('""]{1,4}";

    private const string Passing = @"(?:5[0-2]\d|408|425|429)";

    private const string Refused = @"4(?:0[0-7]|09|1\d|2[0-46-8]|31|51)";

    /// <summary>The server cannot at the moment.</summary>
    public static IReadOnlyList<FailureRule> Rules { get; } =
    [
        Rule(
            Infrastructure,
            "http_error",
            [
                @"50[0234] (?:internal server error|bad gateway|service (?:temporarily )?unavailable|gateway time-?out)",
                @"(?:http|error|client|response|status|code|received|returned|server)\b\W{0,3}(?:\w+\W{1,3}){0,2}(?:429|50[234]|52[0-6])\b(?! ?(?:ms|s|seconds|bytes|items))",
                @"(?:429|50[234]|52[0-6])\W{1,3}(?:http|error|response|status)\b",
                Passing + @" (?:server |client )?error|returned error: (?:5\d\d|429)",
                Said + Passing + @"\b",
                @"(?:internal server error|service unavailable|gateway time-?out|unknown server error)",
                @"(?:bad gateway|service temporarily unavailable|temporarily overloaded|over capacity)",
                @"(?:application|app|api|request|call|requests? per \w+)s? (?:request |call |rate )?limit (?:is |was |has been )?(?:reached|exceeded|hit)|too many requests|rate[ _-]?limit(?:ed|ing)?(?:[ _](?:is |was |has been )?(?:exceeded|reached|hit))?|ratelimit(?:ed|error|exception|exceeded)?|throttl(?:ed|ing)(?:error|exception)?|slow ?down",
                @"having internal problems|internal problems?\b[^\n]{0,40}?\btry again|\[5\d\d \w+\]",
                @"under maintenance|maintenance mode|retry[ -]after:? \d+|server is (?:too )?busy",
            ]
        ),
    ];

    /// <summary>
    /// The server will not: after all that names a cause, before trouble is known by its kind.
    /// </summary>
    public static IReadOnlyList<FailureRule> LastRules { get; } =
    [
        Rule(
            Unknown,
            "http_refused",
            [
                Said + Refused + @"\b",
                Refused
                    + @" (?:client error|forbidden|unauthori[sz]ed|not found|bad request|conflict|gone|unprocessable|method not allowed|payload too large|request entity too large)",
                @"\("
                    + Refused
                    + @"\) (?:forbidden|unauthori[sz]ed|not found|bad request|conflict)",
            ]
        ),
    ];
}
