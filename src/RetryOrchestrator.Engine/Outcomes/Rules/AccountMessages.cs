using static RetryOrchestrator.Engine.Outcomes.FailureCategory;
using static RetryOrchestrator.Engine.Outcomes.Rules.BuiltInMessages;

namespace RetryOrchestrator.Engine.Outcomes.Rules;

/// <summary>
/// What an app says when the account is the reason. Such a failure is never retried and stops the
/// account's other jobs, so these patterns ask for the account and its fate together.
/// </summary>
internal static class AccountMessages
{
    // "could not tell whether the account is suspended" says nothing of the account.
    private const string NotAsked =
        @"(?<!\b(?:if|whether|unless|until|for|no|text|expected)\s+['""]?(?:(?:the|your|this|an|any)\s+)?['""]?)";

    // Words between the account and its fate. "not" is none of them.
    private const string Aux =
        @"(?:[\s_]+(?:has|have|had|is|was|are|were|been|being|got|seems|appears|to|be|now|currently|already|just|temporarily|permanently|automatically|indefinitely|officially))*";

    // What cannot be the name of a button: 'jane', @jane, jane_1.
    private const string Handle =
        @"(?:[\s:]+(?:'[^'\n]{1,60}'|""[^""\n]{1,60}""|@[\w.]{1,60}|\w*[\d_.][\w.]*\w))?";

    // A plain name, where a verb follows: "account jane is suspended".
    private const string PlainName =
        @"(?:[\s:]+(?!(?:not|never|page|list|check|picker|dialog|menu|button|tab|screen|sync|manager|settings?|login|creation)\b)\w+(?=\s+(?:is|was|has|got)\b))?";

    private const string NotItsParts =
        @"(?![\s_]+(?:notification|setting|sync|manager|picker|switch|page|menu|list|button|tab|check|creation)\w*)";

    public static IReadOnlyList<FailureRule> Rules { get; } =
    [
        Rule(
            Account,
            "terminated",
            [
                AccountIs("terminated|deleted|removed|closed", Handle),
                AccountIs("terminated", PlainName),
                AccountIs("disabled|deactivated", Handle) + Violation,
                WeDid("terminated|deleted|removed|closed"),
                WeDid("disabled|deactivated") + Violation,
            ]
        ),
        Rule(
            Account,
            "suspended",
            [
                AccountIs("suspended|suspension", Handle),
                AccountIs("suspended", PlainName),
                WeDid("suspended"),
                YouAre("suspended"),
                UserIs("suspended"),
            ]
        ),
        Rule(
            Account,
            "banned",
            [
                AccountIs("(?:shadow[ -]?)?banned", Handle),
                AccountIs("(?:shadow[ -]?)?banned", PlainName),
                WeDid("banned"),
                YouAre("(?:shadow[ -]?)?banned"),
                UserIs("(?:shadow[ -]?)?banned"),
            ]
        ),
        Rule(
            Account,
            "disabled",
            [AccountIs("disabled|deactivated|inactive", Handle), WeDid("disabled|deactivated")]
        ),
        Rule(
            Account,
            "locked",
            [
                AccountIs(
                    "locked|restricted|compromised|limited|flagged|frozen|hacked|on hold|under review",
                    Handle
                ),
                WeDid("locked|restricted"),
                YouAre("locked out"),
            ]
        ),
        Rule(
            Account,
            "captcha",
            [
                @"(?<!\b(?:no|not|without(?: an?)?|any) )(?:re|h|fun)?captcha(?! (?:was |is )?(?:solved|passed|not|never|disabled|bypassed|completed|library|module|token))",
                @"(?:confirm|prove|verify)(?: that)? you(?:'re| are) (?:a |not a )?(?:human|(?:ro)?bot)",
                @"i'm not a robot",
                @"(?:drag|slide|move) the (?:slider|puzzle)|slide to (?:verify|fit|unlock the puzzle)|fit the puzzle",
            ]
        ),
        Rule(
            Account,
            "verification",
            [
                @"(?:verify|confirm)(?: that)? (?:it's|it is|this is|it was) (?:really )?you",
                @"(?:verify|confirm) your (?:identity|account|e-?mail(?: address)?|phone number|mobile number|age|birthday)"
                    + NotItsParts,
                @"(?:confirm|verify)(?: that)? you own this account",
                @"security (?:check|challenge|verification)(?: is)? (?:required|needed|to continue)",
                @"security checkpoint",
                @"complete the (?:\w+ )?(?:verification|challenge|security check)",
                @"enter your \w+(?: \w+)? to (?:verify|confirm)",
                @"(?<!\b(?:certificate|signature|ssl|tls|checksum|host|key|file|integrity) )verification(?: code)?(?: is| was)? (?:required|needed)",
                @"(?:identity|account|phone|e-?mail|sms|age) verification (?:pending|failed|required|needed)",
                @"video selfie|selfie video|take a selfie",
                @"enter the (?:\d-digit |confirmation |security |login |verification )+code",
                @"two-factor (?:authentication |code )?(?:is )?(?:required|needed)",
                @"(?:checkpoint_)?(?:checkpoint|challenge)[ _]?required",
                @"two_?factor_?required",
                @"(?:suspicious|unusual) (?:log-?in|sign-?in|activity)(?: attempt)?",
            ]
        ),
        Rule(
            Account,
            "logged_out",
            [
                // Appium's sessions came before; these are no session of an app either.
                @"(?<!\b(?:grid|adb|remote|selenium|ssh|proxy|cache|tls|test|device) )session (?:has |was |is )?expired(?! file)",
                @"your (?:login )?session (?:has |was |is )?(?:expired|ended|timed out)",
                @"please (?:log|sign)[ -]?(?:back )?in",
                @"(?:log|sign)[ -]?in again",
                @"(?:need|have|must|required) (?:to )?(?:be )?(?:log|sign)(?:ged|ned)? (?:back )?in",
                @"(?:log|sign)[ _-]?in(?: is)?[ _]?(?:required|needed)",
                @"(?:cookies?|login|access token|refresh token)(?: has| have| is| are)?(?: been)? expired",
                @"(?:log|sign) in to (?:continue|your account|see|post|confirm|view|proceed|verify|access|use)",
                @"(?:account|user|you)(?:'ve)?" + Aux + @"[\s_]+(?:logged|signed) out",
                @"(?:logged|signed) out of (?:(?:your|the|this) )?account",
                @"(?:you are|you're|user is|account is) not (?:logged|signed) in",
                // As a sentence of its own; within one, a line may be logged out to a file.
                @"(?m:(?:^|[:!.-] ?)(?:not (?:logged|signed) in|(?:logged|signed) out)(?=\s*(?:$|[.!,;])))",
            ]
        ),
        Rule(
            Account,
            "wrong_password",
            [
                @"your password (?:is|was) (?:incorrect|wrong|changed|reset)",
                @"the password you entered is (?:incorrect|wrong)",
                @"(?:username|email|user name)(?:,| or| and)* password (?:is|was|are) (?:incorrect|wrong|invalid)|bad_?password",
                @"(?:log-?in|user ?name|e-?mail) (?:or|and) password (?:is|are|was) (?:incorrect|wrong|invalid)",
                @"username you entered (?:doesn't|does not) (?:appear to )?belong to an account",
                @"(?<!\b(?:proxy|wi-?fi|keystore|database|sudo) )(?:incorrect|wrong) (?:username or )?password",
            ]
        ),
        Rule(
            Account,
            "action_blocked",
            [
                AccountIs("blocked", Handle),
                @"action" + Aux + @"[\s_]+(?:blocked|banned|restricted)",
                @"(?:feature|action|posting|commenting|following|sharing)\b[^\n]{0,40}?\btemporarily (?:blocked|restricted|unavailable for your account)",
                @"(?:blocked|restricted|disabled) (?:for|on) (?:your|this) account" + NotItsParts,
                @"(?<!\b(?:is|are|was|not|if|whether) )(?:be |been |being |temporarily )+(?:blocked|restricted|prevented|banned) from (?:following|liking|posting|commenting|messaging|uploading|sharing)",
                @"block on (?:likes|follows|comments|posts|actions|messages)",
                @"you(?:'re|'ve)?" + Aux + @" (?:blocked|restricted|prevented) from",
                @"you(?:'re| are) temporarily (?:blocked|restricted|limited)|misusing this feature",
                @"we (?:limit|restrict) (?:how often|certain)",
                @"please wait (?:a few|some) (?:minutes|hours) before you try again",
                @"feedback_?required|sentry_?block",
                @"please_?wait_?(?:a_?)?few_?minutes",
                @"too many (?:log-?in|sign-?in|upload(?:ing)?|post(?:ing)?|verification|password|failed)(?: \w+)? attempts",
                @"too many attempts\W+(?:please )?(?:wait|try again)",
                @"maximum number of attempts reached\W+(?:please )?try again later",
                @"you(?:'re| are)? (?:posting|uploading|commenting|following|tapping|going|doing this) too (?:fast|often|much|frequently)",
                @"you(?:'ve| have) reached (?:the|your) (?:(?:daily|hourly|weekly|maximum|posting|upload|video) )*limit",
            ]
        ),
    ];

    private const string Violation = @"\b[^\n]{0,60}?\b(?:violat\w+|breach\w*|breaking)";

    private static string AccountIs(string fate, string name) =>
        $@"{NotAsked}account{name}(?:[\s_]+status)?:?{Aux}[\s_:]+(?:{fate})";

    private static string WeDid(string fate) =>
        $@"(?:{fate}) (?:your|this|the) (?:[\w@.]+ )?account{NotItsParts}";

    private static string UserIs(string fate) =>
        $@"{NotAsked}user{Handle}(?: used for authentication)?{Aux}[\s_:]+(?:{fate})";

    private static string YouAre(string fate) => $@"you(?:'re|'ve)?{Aux}[\s_]+(?:{fate})";
}
