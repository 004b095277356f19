using static RetryOrchestrator.Engine.Outcomes.FailureCategory;
using static RetryOrchestrator.Engine.Outcomes.Rules.BuiltInMessages;

namespace RetryOrchestrator.Engine.Outcomes.Rules;

/// <summary>
/// What interfaces of an app (its HTTP API, not its screens) say when the account is the reason: its
/// token, its standing, its share.
/// </summary>
internal static class AccessMessages
{
    // A login that did not get through, or whose button was not there, says nothing of the account.
    private const string NotForTrouble =
        @"(?![^\n]{0,160}?(?:time(?:d |-)?out|connect|network|proxy|socket|\bdns\b|\bhosts?\b|unreachable|unavailable|refused|reset|\b5\d\d\b|respond|element|\bpage\b|button|server|\bssl\b|\btls\b|certificate|publickey))";

    private const string Token =
        @"(?:(?:o?auth\w*|access|refresh|bearer|login|user|page|session)[ _-]+)+(?:tokens?|cookies?|credentials?)";

    private const string NoLonger =
        @"(?:expired|(?:is |are |was )?(?:now )?invalid|(?:been )?(?:revoked|invalidated)|(?:is |are )?(?:not|no longer) valid|could not be (?:validated|decrypted))";

    public static IReadOnlyList<FailureRule> Rules { get; } =
    [
        Rule(
            "token_invalid",
            Account,
            "logged_out",
            [
                Token + @"\b[^\n]{0,30}?\b" + NoLonger,
                @"(?:invalid|expired|revoked|bad|validating)(?: or (?:invalid|expired|revoked))? "
                    + Token,
                @"(?:bot |api |user |auth )?token\b(?: used in (?:the|this) request)? (?:(?:is|has|was|been) )*(?:invalid(?:ated)?|expired|revoked)|(?:invalid or expired|expired or invalid|improper) token",
                @"invalid token (?:was )?(?:provided|supplied)|(?<=\W)token_(?:invalid|expired|revoked)",
                @"(?:invalid|incorrect|wrong|bad) (?:user ?name|log-?in|credentials)\b(?! (?:field|page|button|format))",
                @"(?:invalid|expired|no|missing|bad|add)\b[^\n]{0,40}?\b(?:session ?id|login|auth)\b[^\n]{0,12}?\bcookie|cookie\b[^\n]{0,40}?\bsession ?id",
                @"(?:wrong|problems?|trouble|issues?|went wrong|errors?) (?:with|during|while|on|at) (?:the |your )?(?:log-?in|logging in|sign-?in|signing in)\b(?! (?:page|screen|button|test))"
                    + NotForTrouble,
                @"(?:session (?:is |was )?(?:not|no longer) authori[sz]ed|(?:no permission|(?:not (?:allowed|permitted|authori[sz]ed))) to (?:publish|post|upload|comment|tweet|share))",
                @"(?:PHONE_NUMBER|USER|ACCOUNT|PROFILE|CHANNEL)_(?:BANNED|DEACTIVATED|SUSPENDED|BLOCKED|RESTRICTED|DISABLED|LOCKED)\w*|SESSION_(?:REVOKED|EXPIRED|PASSWORD_NEEDED)|AUTH_KEY_\w+",
                // The same in the names of exceptions.
                @"(?:PhoneNumber|User|Account|Profile|Channel|Bot)(?:Is)?(?:Banned|Deactivated|Suspended|Disabled|Locked|Takedown)\w*|Session(?:Revoked|PasswordNeeded)\w*|AuthKey(?:Unregistered|Invalid|Duplicated|PermEmpty)\w*|LoginFailure(?=:)",
                @"invalid_?grant\w*|login[- _]approval",
                @"failed (?:log-?in|sign-?in) (?:with|for|as|of)\b" + NotForTrouble,
                @"could not authenticate you|user changed their password",
                @"(?:(?:failed|unable) to|could not|couldn't|can ?not|can't) (?:log|sign)[ -]?(?:you )?in(?:to)?\b(?! (?:to|with) the)"
                    + NotForTrouble,
                @"\b(?:log-?in|sign-?in|logging in) (?:was |is |has |temporarily )*(?:failed|failure|unsuccessful|rejected|denied|refused|blocked)(?! (?:page|screen|button|test))"
                    + NotForTrouble,
                @"(?<=^|[:.!\]] ?)log-?in (?:error|attempt (?:was )?blocked)\b" + NotForTrouble,
                @"(?:log|sign) in (?:using|with|via|from|on) (?:a|the|your) (?:web |mobile )?(?:browser|app|website|phone)",
                @"(?:log-?in|auth\w*)[ _](?:failed|failure|error)[^\n]{0,20}?\b(?:user|account|password|credential)",
                @"account (?:does not|doesn't|no longer) exists?|(?:no|invalid|bad) (?:login|account|user) credentials?",
            ]
        ),
        Rule(
            "challenged",
            Account,
            "verification",
            [
                @"challenge_?(?:resolve|required|unknown_?step|choice|redirect\w*|form|url|error|selfie)\w*",
                @"(?:email|e-mail|sms|text message|phone)\b[^\n]{0,40}?\bverification code|verification code\b[^\n]{0,20}?\b(?:sent|incorrect|invalid|expired|wrong)",
                @"(?:OTP|one[- ]time (?:pin|password|passcode|code)|2FA|two-factor\b[^\n]{0,30}?code|authenticator code)\b[^\n]{0,40}?\b(?:required|needed|wrong|invalid|incorrect|expired|already (?:been )?used|missing)",
                @"(?:suspect|detect|notice)\w* (?:automated|unusual|suspicious|bot-?like) (?:behaviou?r|activit\w+|actions?)",
                @"(?:re)?solve (?:the |a |this |your )?(?:challenge|checkpoint)|pass the (?:challenge|checkpoint)",
                @"government[- ]issued id|(?:doesn't|does not) like something about this log-?in",
                @"(?:checkpoint|consent|two_?factor|selfie_?captcha|account_?suspen\w+|user_?suspen\w+|recaptcha)_?(?:challenge|required|error|exception|form)",
            ]
        ),
        Rule(
            "share_used_up",
            Account,
            "action_blocked",
            [
                @"(?:exceeded|reached|hit|over|used up)\b"
                    + @"[^\n]{0,20}?\b(?:your|the user(?:'s)?|account(?:'s)?|user(?:'s)?) (?:\w+ ){0,3}(?:quota|limit|allowance)",
                @"\w*spam(?:error|exception)|(?:flagged|marked|detected|looks?) (?:as|like) spam|this feature isn't available right now|problem signing you (?:up|in)|due to (?:a )?block\b",
                @"flood_?wait\w*|peer_?flood\w*|a wait of \d+ seconds is required",
                @"(?:doing|done|posting|posted|trying|tried) (?:that|this|it) (?:a lot|too (?:much|often|many times|fast))|take a break for \d+",
                @"exceeded the number of (?:videos|posts|uploads|tweets|messages|actions)",
                @"(?:daily|hourly|weekly|monthly|upload|post(?:ing)?|tweet|status update|message|follow|like|comment|action|user)[ _-]?(?:creation )?limit(?:[ _-]?(?:is |was |has been )?(?:exceeded|reached))",
                @"(?:uploadLimit|dailyLimit|userRateLimit|userUploadLimit|postLimit)Exceeded|uploadRateLimitExceeded|spam_?risk\w*",
            ]
        ),
    ];
}
