using static RetryOrchestrator.Engine.Outcomes.FailureCategory;
using static RetryOrchestrator.Engine.Outcomes.Rules.BuiltInMessages;

namespace RetryOrchestrator.Engine.Outcomes.Rules;

/// <summary>The app did not get where it should.</summary>
internal static class ScreenMessages
{
    private const string Part =
        @"(?:screen|page|dialog|button|element|view|activity|tab|popup|menu|sheet|field|selector|icon)";

    // What follows directly or after the part's own name: id=share, 'Share', "Share".
    private const string ItsName = @"(?:\s+(?:'[^'\n]{1,80}'|""[^""\n]{1,80}""|\S*[=/:#]\S*))?";

    /// <summary>
    /// What was looked for is not there: of a screen that the script did not expect nobody can say
    /// whose fault it is. A wait that ran out came before, and UiAutomator has waited when it says
    /// that an object is not there.
    /// </summary>
    public static IReadOnlyList<FailureRule> MissingRules { get; } =
    [
        Rule(
            Unknown,
            "element_not_found",
            [
                @"(?:button|element|field|selector|icon|dialog|popup|tab|screen|menu)"
                    + ItsName
                    + @" (?:(?:was|is|could) )?not (?:be )?(?:found|located|present)(?!\.? \(0x)",
                @"(?:could not|couldn't|unable to|failed to|can ?not|can't) (?:find|locate)(?: on)? (?:the |an? )?(?:\w+ ){0,2}"
                    + Part,
                @"no such element|element (?:could|can) ?not be (?:located|found)|not found (?:in|on) (?:the )?(?:screen|page|view)",
                @"no (?:views?|elements?|matches) (?:in \w+ )*(?:found|match\w*)",
            ]
        ),
    ];

    /// <summary>The same, where no more is known than the name of the exception.</summary>
    public static IReadOnlyList<FailureRule> MissingLastRules { get; } =
    [
        Rule(
            "element_not_found_exceptions",
            Unknown,
            "element_not_found",
            [
                @"(?:nosuchelement|elementnotfound|nomatchingview|nomatchingelement|targetnotfound)(?:exception|error)",
            ]
        ),
    ];

    public static IReadOnlyList<FailureRule> Rules { get; } =
    [
        Rule(
            Infrastructure,
            "ui_stuck",
            [
                @"max(?:imum)?(?: number of)? steps?\b[^\n]{0,30}?\b(?:reached|exceeded)",
                @"(?:exceeded|reached|hit)(?: the)? (?:max(?:imum)?(?: number of)? )?step(?:s| limit)",
                @"step limit\b[^\n]{0,20}?\b(?:reached|exceeded)",
                @"navigation (?:failed|error|stuck|was not completed)",
                Part
                    + ItsName
                    + @" (?:never (?:appeared|loaded|opened|showed(?: up)?|came up)|(?:did not|didn't) (?:appear|load|open|show(?: up)?|come up))",
                @"(?:button|element|field|selector|icon|dialog|popup|tab|screen)"
                    + ItsName
                    + @" (?:(?:was|is|could) )?not (?:be )?(?:visible|displayed|clickable|interactable|reached)",
                @"(?:could not|couldn't|unable to|failed to|can ?not|can't) (?:tap|click|press|reach|open|navigate to|scroll to|interact with|leave)(?: on)? (?:the |an? )?(?:\w+ ){0,2}"
                    + Part,
                @"(?:could not|couldn't|unable to|failed to|can ?not|can't) (?:hide|show|dismiss|tap|scroll|swipe|type|input|enter|press|take|capture|dump|fetch|get|set|switch)\b[^\n]{0,40}?\b(?:keyboard|screenshot|screen|page source|hierarchy|window|gesture|web ?view|context|focus|element)\b",
                @"never started\W+current|expected condition failed|tried for \d+ second|reached error page|about:neterror",
                @"(?:error|failed|failure)(?: while)? (?:performing|tapping|clicking|swiping|scrolling|typing|pressing|injecting|taking|capturing)\b",
                @"waiting for (?:the )?(?:[\w.]+ ){1,3}to (?:open|start|load|appear|launch|show)",
                @"(?:coordinat\w+|points?|tap|click|swipe|gesture|element)\b[^\n]{0,80}?\b(?:outside|out of|not within|beyond)\b[^\n]{0,20}?\b(?:bounds|rect|screen|viewport|display)",
                @"element (?:click intercepted|not interactable)",
                @"stale element",
                @"(?:does not|doesn't) exist in (?:the )?DOM|not attached to (?:the )?(?:page document|dom)|is not clickable at point|no longer (?:attached|valid|in the dom)",
                @"no such (?:window|frame|alert|context|cookie|shadow root)|unexpected alert open|unhandled alert|(?:target )?window already closed|unable to capture screen|move target out of bounds|invalid element state|script timeout",
                @"test (?:got|is|was) stuck",
                @"stuck (?:on|at|in)(?: the)? (?:\w+ ){0,2}" + Part,
                @"(?:ui|app|flow|screen) (?:(?:is|was|got) )?stuck",
                @"app(?:lication)? (?:has stopped|(?:has )?crashed)",
                @"(?:is not|isn't) responding|keeps stopping|\bANR in\b|application not responding",
            ]
        ),
    ];
}
