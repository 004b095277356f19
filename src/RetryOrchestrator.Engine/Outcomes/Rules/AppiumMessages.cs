using static RetryOrchestrator.Engine.Outcomes.FailureCategory;
using static RetryOrchestrator.Engine.Outcomes.Rules.BuiltInMessages;

namespace RetryOrchestrator.Engine.Outcomes.Rules;

/// <summary>What Appium, UiAutomator2, Selenium and its Grid say when a session is no more.</summary>
internal static class AppiumMessages
{
    private const string Down =
        @"(?:crash(?:ed)?|died|(?:is |was )?not (?:running|responding|reachable|available|started)|stopped|exited|unreachable|unavailable|terminated|killed|failed to start|could not be started|cannot be initialized|did not start|gone|down)";

    public static IReadOnlyList<FailureRule> Rules { get; } =
    [
        Rule(
            Infrastructure,
            "appium_crash",
            [
                @"session is (?:either )?(?:terminated or not started|not started or terminated)",
                @"session not created|sessionnotcreated(?:exception)?",
                @"session could not be created",
                @"(?:could not|couldn't|cannot|failed to|unable to) (?:start|create|open) (?:an? |the )?(?:new )?(?:appium |webdriver |driver |automation |uiautomator2? )?session",
                @"new session request timed out",
                @"newSession command returned an unexpected error",
                @"(?:invalid|unknown|no such) session(?: id)?",
                @"no such driver|(?:nosuchdriver|nosuchsession|invalidsessionid)exception",
                @"session timed out or not found",
                @"(?:webdriver|appium|driver|automation|uiautomator2?) session\b[^\n]{0,30}?\b(?:expired|lost|closed|died|ended|crashed|terminated|gone|invalid)",
                @"instrumentation (?:process|run)?\b[^\n]{0,30}?\b" + Down,
                @"instrumentation (?:run failed|crashed|has crashed)",
                @"could not proxy(?: command)?",
                @"cannot be proxied",
                @"uiautomator2?(?: server| driver| process| service)?\b[^\n]{0,20}?\b" + Down,
                @"appium(?: server| node| driver| process| service)?(?: (?:has|had|process|on port \d+|at \S+))*\s+"
                    + Down,
                @"could not find a driver for",
                @"(?:web ?view|chrome)driver (?:crashed|died|exited)",
            ]
        ),
    ];
}
