namespace RetryOrchestrator.Engine.Outcomes.Rules;

/// <summary>Time limits.</summary>
internal static class WaitMessages
{
    /// <summary>A wait for something named: what is named did not show, whatever it says.</summary>
    public static string[] RanOut { get; } =
    [
        @"(?:time[ds]?[ -]?out|timeout|gave up|giving up)\b[^\n]{0,40}?\b(?:waiting|looking|searching|polling|trying to find)",
        @"(?:waiting|waited|looking|searching) for\b[^\n]{0,120}?\b(?:timed[ -]?out|timeout)",
    ];

    /// <summary>Any other time limit; that one is set or named is no failure.</summary>
    public static string[] Timeout { get; } =
    [
        @"(?<!\b(?:no|without(?: an?)?|duration or|set(?:ting)?(?: the)?|default|increas(?:e|ed|ing)(?: the)?|invalid|unknown option) )(?<!--)timeout(?! (?:is |was )?(?:set|value|option|parameter|configured|setting|argument|disabled|of \d+ ?m?s configured))",
        @"timeout(?:error|exception|expired)",
        @"(?:read|connect|connection|socket|http|gateway|command|request|operation|response|page)timeout(?:error|exception)?",
        @"time[ds]?[ -]out",
        @"exceed(?:ed|s)? (?:(?:its|the|a) )?(?:time ?limit|deadline|max(?:imum)? (?:allowed )?(?:run ?|execution )?(?:time|duration)\b)",
        @"(?:time ?limit|deadline)\b[^\n]{0,30}?\b(?:exceeded|reached|passed|expired)",
        @"ETIMEDOUT",
        @"(?:waited|waiting|idle|hung|stuck|blocked)\b[^\n]{0,160}?\bfor (?:over |more than |at least )?\d+(?:\.\d+)? ?(?:ms|milliseconds?|s|secs?|seconds?|minutes?)",
        @"(?:did not|didn't|does not|doesn't) (?:respond|answer|finish|complete|reply)\b[^\n]{0,30}?\b(?:within|in time|after)",
        @"took too long|(?:has|have|had) not responded|no response (?:from|received|within)",
        @"(?:not|n't|never|failed to|unable to|can ?not)\b[^\n]{0,100}?\b(?:within |after |in )(?:the )?(?:specified )?\d+(?:\.\d+)? ?(?:ms|msec|milliseconds?|s|secs?|seconds?)",
    ];
}
