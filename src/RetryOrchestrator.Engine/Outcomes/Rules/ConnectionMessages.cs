using static RetryOrchestrator.Engine.Outcomes.FailureCategory;
using static RetryOrchestrator.Engine.Outcomes.Rules.BuiltInMessages;

namespace RetryOrchestrator.Engine.Outcomes.Rules;

/// <summary>Networks and machines, in the words of several runtimes.</summary>
internal static class ConnectionMessages
{
    public static IReadOnlyList<FailureRule> Rules { get; } =
    [
        Rule(
            Infrastructure,
            "disk_full",
            [
                @"no space left on device",
                @"disk (?:is )?full",
                @"not enough (?:disk |free )?space",
                @"insufficient storage",
                @"ENOSPC",
            ]
        ),
        Rule(
            Infrastructure,
            "connection_dropped",
            [
                @"connection (?:(?:was|is|has been|got|unexpectedly|forcibly|prematurely|abruptly) )*(?:reset|refused|closed|aborted|dropped|lost|broken|terminated|interrupted)(?! (?:counter|count|button|setting)s?)",
                @"connection (?:to|with|from)\b[^\n]{0,60}?\b(?:reset|refused|closed|aborted|dropped|lost|broken|failed)",
                @"connection(?:reset|refused|aborted)?(?:error|exception)",
                @"(?:lost|dropped) (?:the )?connection",
                @"broken pipe|brokenpipeerror",
                @"EPIPE|ECONNRESET|ECONNREFUSED|ECONNABORTED|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EAI_AGAIN",
                @"(?:net::)?ERR_(?:CONNECTION|NETWORK|INTERNET|NAME|ADDRESS|PROXY|TUNNEL|EMPTY_RESPONSE)\w*",
                @"socket hang up",
                @"socket (?:(?:is|was|has been) )?closed",
                @"no route to host",
                @"(?:network|host)(?: is)? (?:unreachable|down)",
                @"network error|max retries exceeded with url",
                @"proxy (?:connection )?(?:error|failed|refused|failure)",
                @"no (?:internet|network) connection",
                @"(?:could not|couldn't|failed to|unable to|cannot|can't) (?:connect|establish (?:an? |the )?(?:\w+ )?connection)(?: to| with)?",
                @"(?:could not|couldn't|failed to|unable to|cannot|can't) (?:resolve|reach) (?:the )?(?:host|server|proxy|remote)",
                @"connect(?:ing)? to \S+(?:\.sock|socket)\S*[^\n]{0,20}?no such file or directory",
                @"name resolution failed|name or service not known|temporary failure in name resolution|nodename nor servname provided|no such host is known|getaddrinfo failed",
                @"remote end closed|server disconnected|server closed the connection|peer closed",
                @"an unknown exception was encountered sending an HTTP request",
                @"couldn't read from device",
                @"(?:unexpected end of (?:stream|file)|unexpected eof) (?:while|on|from|in)",
                @"(?:ssl|tls) handshake\b[^\n]{0,20}?\b(?:failed|failure|error)",
            ]
        ),
        Rule(
            Infrastructure,
            "http_error",
            [
                @"50[0234] (?:internal server error|bad gateway|service (?:temporarily )?unavailable|gateway time-?out)",
                @"(?:bad gateway|service temporarily unavailable)",
                @"too many requests",
            ]
        ),
    ];
}
