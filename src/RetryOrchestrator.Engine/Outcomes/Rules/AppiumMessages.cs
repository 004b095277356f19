using static RetryOrchestrator.Engine.Outcomes.FailureCategory;
using static RetryOrchestrator.Engine.Outcomes.Rules.BuiltInMessages;

namespace RetryOrchestrator.Engine.Outcomes.Rules;

/// <summary>What Appium, UiAutomator2, Selenium and its Grid say when a session is no more.</summary>
internal static class AppiumMessages
{
    private const string Down =
        @"(?:crash(?:ed)?|died|(?:is |was )?not (?:running|responding|reachable|available|started)|stopped|exited|unreachable|unavailable|terminated|killed|failed to start|could not be started|can ?not be initialized|did not start|gone|down)";

    public static IReadOnlyList<FailureRule> Rules { get; } =
    [
        Rule(
            Infrastructure,
            "appium_crash",
            [
                @"session is (?:either )?(?:terminated or not started|not started or terminated)",
                @"session not created(?!: no matching capabilities)|sessionnotcreated(?:exception)?(?![^\n]{0,60}no matching capabilities)",
                @"session could not be created(?![^\n]{0,200}?(?:never started|activity\b[^\n]{0,60}?(?:exist|can ?not be launched)))",
                @"(?:could not|couldn't|can ?not|failed to|unable to) (?:start|create|open) (?:an? |the )?(?:new )?(?:appium |webdriver |driver |automation |uiautomator2? )?session",
                @"new session request timed out",
                @"newSession command returned an unexpected error",
                @"(?:invalid|unknown|no such) session(?: id)?",
                @"no such driver|(?:nosuchdriver|nosuchsession|invalidsessionid)exception",
                @"session timed out or not found|session\b[^\n]{0,30}?\bexpired on (?:the )?(?:node|grid|hub)",
                @"(?:webdriver|appium|driver|automation|uiautomator2?) session\b[^\n]{0,30}?\b(?:expired|lost|closed|died|ended|crashed|terminated|gone|invalid)",
                @"instrumentation (?:process|run)?\b[^\n]{0,30}?\b" + Down,
                @"instrumentation (?:run failed|crashed|has crashed)",
                @"could not proxy(?: command)?",
                @"can ?not be proxied",
                @"uiautomator2?(?: server| driver| process| service)?\b[^\n]{0,20}?\b" + Down,
                @"appium(?: server| node| driver| process| service)?(?: (?:has|had|process|on port \d+|at \S+))*\s+"
                    + Down,
                @"could not find a driver for",
                @"(?:web ?view|chrome|gecko)driver\b[^\n]{0,40}?\b(?:crashed|died|exited|only supports|not (?:found|running|reachable)|unexpectedly)",
                @"execution context (?:was|is) (?:destroyed|not available)|(?:frame|page|target) (?:was |is |has )?(?:been )?(?:detached|crashed|destroyed)|cannot find context|discover open (?:pages|windows)",
                @"no chromedriver found|chrome not reachable|not connected to devtools|devtoolsactiveport|(?:page|tab) crash(?:ed)?|web view not found|unreachablebrowserexception",
                @"(?:unable to|can ?not|could not|couldn't) (?:find|create) (?:an? |the )?(?:new )?(?:remote )?(?:session|service)(?: with id)?",
                @"session\b[^\n]{0,80}?\b(?:terminated? due(?: to)?|not (?:available|known)|already (?:quit|finished|ended)|has been (?:deleted|closed|terminated))",
                @"no nodes? (?:support|available|found|can)|error forwarding the (?:new )?session|forwarding.{0,20}node failed|empty pool of vm|waiting for a node",
                @"error communicating with the remote browser",
                @"uiautomat(?:or|ion)\w*(?:error|exception)|launchuiautomat\w+|(?:server|service|driver|daemon|agent) (?:has |was )?(?:quit|exited|ended|stopped|died|crashed)(?: unexpect\w+)?|quit unexpect\w+",
                @"(?:target|session|page|browser|context)(?: or browser)? (?:has |was |is )?(?:been )?closed|targetcloseerror",
                @"driver (?:(?:has|was|is|already|been) )*(?:quit|closed|shut ?down)|session (?:id )?(?:is |was )?null|after (?:calling )?quit(?:\(\))?",
                @"unexpectedly (?:terminated|closed|exited|died|quit|stopped)|(?:terminated|closed|exited|died|quit|stopped) unexpectedly",
                @"can ?not start the '[^'\n]{1,200}' application",
                @"can ?not invoke method android\.app|(?:service|server|driver|daemon|agent) failed to start",
                @"uiautomation\b[^\n]{0,60}?\b(?:not connected|already registered|disconnected|not (?:available|initiali[sz]ed))",
                @"INSTRUMENTATION_(?:FAILED|ABORTED)|shortMsg=\s?\w+|unable to find instrumentation (?:info|target)",
                @"(?:process|test run|instrumentation run) (?:crashed|failed to complete|failed due to)",
                @"settings app(?:lication)?\b[^\n]{0,20}?\bnot running|io\.appium\.settings",
                @"atx-agent\b[^\n]{0,40}?\b(?:not|failed|error|died)|(?:gateway|sessionbroken|hierarchyempty)error|(?<!['""])jsonrpcerror",
            ]
        ),
    ];

    /// <summary>
    /// Where nothing of the rest says more: a WebDriver server's own words around an error that it
    /// passes on.
    /// </summary>
    public static IReadOnlyList<FailureRule> LastRules { get; } =
    [
        // Python and Java print the names of the types that C# is recognised by.
        Rule(
            "element_exceptions",
            Infrastructure,
            "ui_stuck",
            [
                @"(?:staleelementreference|elementclickintercepted|elementnotinteractable|elementnotvisible|elementnotselectable|uiobjectnotfound)(?:exception|error)",
                @"\w*(?:view|element|idle|focus|window|hierarchy|perform|resumed|staleobject|uiobject)\w{0,20}exception|(?:view|element|hierarchy|window)\w{0,20}error(?=:| |$)",
                @"(?:invalid|empty|null|unexpected|parsing|failed|error)\b[^\n]{0,40}?\b(?:ui )?hierarchy|changed since the snapshot",
                @"no (?:nodes?|windows?|activities) (?:in \w+ )*(?:found|match\w*|available|resumed)",
                @"(?:invalidelementstate|movetargetoutofbounds|unhandledalert|unexpectedalertpresent|noalertpresent|nosuchwindow|nosuchframe|nosuchcontext)exception",
            ]
        ),
        // A selector that cannot be read: no device and no account will mend it.
        Rule(
            Unknown,
            "invalid_selector",
            [@"invalid ?selector(?:exception)?|invalid xpath|malformed (?:xpath|selector|url)"]
        ),
        Rule(
            "webdriver_exception",
            Infrastructure,
            "appium_crash",
            [
                @"webdriver(?:exception|error)",
                @"unknown server-side error|unknown error: (?=\S)",
                @"(?:uiautomator2?|selendroid|espresso)(?:exception|error)",
            ]
        ),
    ];
}
