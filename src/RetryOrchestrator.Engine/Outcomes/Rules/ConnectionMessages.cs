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
                @"(?:lost|dropped) (?:the )?connection|connection (?:(?:was|is) )?(?:not successful|unsuccessful)|(?:could not|couldn't|failed to|unable to|can ?not|can't) establish\b[^\n]{0,40}?\b(?:connection|session|tunnel|channel|link)",
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
                @"(?:could not|couldn't|failed to|unable to|can ?not|can't) (?:connect|establish (?:an? |the )?(?:\w+ )?connection)(?: to| with)?",
                @"(?:could not|couldn't|failed to|unable to|can ?not|can't) (?:resolve|reach) (?:the )?(?:host|server|proxy|remote)|(?:remote|host|server|domain) name\b[^\n]{0,20}?\b(?:could|can) ?not be resolved|(?:get|find|resolve) address for",
                @"connect(?:ing)? to \S+(?:\.sock|socket)\S*[^\n]{0,20}?no such file or directory",
                @"name resolution failed|name or service not known|temporary failure in name resolution|nodename nor servname provided|no such host is known|getaddrinfo failed",
                @"remote end closed|server disconnected|server closed the connection|peer closed",
                @"(?:an? )?(?:unknown )?exception\b[^\n]{0,40}? (?:encountered|thrown) sending an HTTP request",
                @"an error occurred while sending the request|status of the exception was (?:SendFailure|ReceiveFailure|ConnectFailure|KeepAliveFailure|ConnectionClosed|NameResolutionFailure)",
                @"(?:underlying|existing) connection was",
                @"(?:connect|unknownhost|noroutetohost|nohttpresponse|eof|sockettimeout|socket|clientconnector|serverdisconnected|newconnection|maxretry|protocol|remotedisconnected|proxy|ssl|incompleteread|chunkedencoding)(?:exception|error)",
                @"remotedisconnected|incomplete ?read|eof occurred in violation of protocol|use of closed network connection|empty reply from server|i/o timeout|no such host",
                @"curl:? \(?(?:5|6|7|16|18|28|35|52|55|56|60|92|97)\b\)?",
                @"connect ENOENT \S+",
                @"no connection could be made|actively refused|(?:unable|failed) to open (?:a )?socket|(?:WinError|Errno) (?:100[345]\d|1006\d|10[14]|11[0-3])",
                @"premature (?:end|eof|close)\w*|prematureeof\w*|premature end of stream|socket\b[^\n]{0,60}?\b(?:should be unused|in use)",
                @"(?:connect|socket|ssl|tls|proxy|network|dns|transport)\w*(?:exception|error)",
                @"UNAVAILABLE: |DEADLINE_EXCEEDED|RESOURCE_EXHAUSTED: |io exception|network (?:was )?closed",
                @"dial tcp\b|lookup \S+ on \S+|server misbehaving|failed to (?:resolve|look ?up)|terminated the handshake",
                @"(?:server |network |internet )?connection (?:failed|failure|error|problem|issue)|check your (?:internet |network )?connection|fetch failed|failed to fetch",
                @"rejecting (?:any )?connections|(?:can't|can ?not|could not|couldn't|unable|failed) (?:seem )?to connect|(?:is|are|was|were|not yet|testee) not connected",
                @"stream (?:was |has been )?(?:reset|aborted)|streamresetexception|protocol (?:failure|error)",
                @"EPROTO|SSL routines|wrong version number|x509: |407 (?:from )?proxy|proxy authentication required",
                @"couldn't read from device",
                @"(?:unexpected end of (?:stream|file)|unexpected eof) (?:while|on|from|in|or)",
                @"(?:ssl|tls)\b[^\n]{0,20}?\b(?:handshake|connection|alert|protocol)\b[^\n]{0,30}?\b(?:failed|failure|error|could not|timeout|terminated|unexpected)",
                @"handshake_?failure|handshakeexception|certificate[ _]verify[ _]failed|certificate has expired|unable to get local issuer certificate|self[- ]signed certificate|UNABLE_TO_VERIFY\w*|trust anchor for certification path",
                @"(?:: |\bgot |\bunexpected )(?:unexpected )?EOF(?=\s*$)|\bend of file reached|end of stream or ioexception|GOAWAY|bad record mac|no close frame|connection ?closed(?:error|exception)?",
                @"\bdns\b[^\n]{0,60}?\b(?:error|fail\w*|invalid|no answer|refused|time\w*)|invalid dns ?name|resolv\.conf|(?:lookup|resolve|resolving) (?:\w+ )?address|no address associated|host ?name (?:could|can) ?not be resolved",
                @"failed to (?:resolve|ping|dial|handshake)|kind: Connect|error trying to connect|\bI/O error|\bio error",
                @"net::ERR_(?!FILE)\w+|ERR_(?:HTTP2|CERT|SSL|TIMED|SOCKS|QUIC|SOCKET|STREAM)\w*|NXDOMAIN|SERVFAIL|DNS_PROBE\w*|EHOSTDOWN|ENOBUFS|ENODEV|ENXIO|ENOTCONN|ESHUTDOWN|ENETRESET|ECANCELED|EINTR",
                @"REFUSED_STREAM|stream[ :]error\w*|received from peer|http/?2 (?:exception|error)|StatusRuntimeException: (?:INTERNAL|UNAVAILABLE|ABORTED|CANCELLED|UNKNOWN)|(?:StatusCode\.|code = )(?:UNAVAILABLE|INTERNAL|ABORTED|CANCELLED|DEADLINE_EXCEEDED)",
                @"(?:ssh|sftp|smtp|mqtt|amqp|redis|rpc|transfer)\w*(?:exception|error)|authenticationexception|permission denied \(publickey|host key verification failed",
                @"no network|network (?:is )?(?:unavailable|disconnected|timeout|timed out|failure|lost|changed|issue|problem)|you(?:'re| are) (?:currently )?offline|lost communication",
                @"\bprematurely\b|premature_?eof\w*|responseended|taskcanceledexception|a task was cancell?ed",
                @"PKIX path|peer not authenticated|unable to find valid certification path|ssl ?certificate (?:problem|error)",
                @"network name is no longer available|rpc (?:server|call|procedure)\b[^\n]{0,20}?\b(?:unavailable|failed)|remote procedure call failed",
                @"recv failure|send failure|network is (?:down|unreachable)|software caused connection abort",
            ]
        ),
    ];
}
