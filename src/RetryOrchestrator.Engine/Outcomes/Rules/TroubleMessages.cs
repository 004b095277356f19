using static RetryOrchestrator.Engine.Outcomes.FailureCategory;
using static RetryOrchestrator.Engine.Outcomes.Rules.BuiltInMessages;

namespace RetryOrchestrator.Engine.Outcomes.Rules;

/// <summary>
/// Trouble by its kind, where no rule knows the sentence: something that carries a job (a device,
/// what drives it, a machine, a line between them) together with what befell it.
/// </summary>
internal static class TroubleMessages
{
    // A mistake in a script may name a device or a session, and what a test expected of it.
    private const string NoMistake =
        @"(?<!\b(?:\w*(?:NullReference|Argument|Format|InvalidCast|KeyNotFound|IndexOutOfRange|NotImplemented)Exception|(?:Type|Name|Key|Value|Index|Attribute|Syntax|Reference|Range|Assertion|Import|Indentation|UnboundLocal|ZeroDivision)Error|(?:comparison|parser|assert)\w*|expected|should|undefined|unexpected token)\b[^\n]{0,300})";

    // Neither a member, a setting nor a quoted name.
    private const string Plain = NoMistake + @"(?<![.$_'""`-])";

    private const string NotItsName =
        @"(?![.(=\[]\w|['""_-]| (?:count|index|id|list|name|type|tree|module|number|mismatch|label|field|value)s?\b)";

    // A device, and what drives one or a browser: any complaint will do.
    private const string Driving =
        @"(?<![/\\-])(?:\w*device\w*|\w*usb\w*|transport|emulators?|avd|fastboot|heimdall|instrumentation\w*|accessibility\w*|\w*uiautomat\w*|atx-agent|mini(?:touch|cap)\w*|scrcpy\w*|espresso|detox|maestro|appium|selenium|web ?driver|chrome(?:driver)?|chromium|gecko(?:driver)?|firefox|browser|marionette|devtools|server|proxy|vpn|docker|podman|containerd|kube\w*|qemu[\w-]*|hypervisor|kvm|vulkan|opengl|gpu|xvfb|grpc|mediacodec\w*|codecexception|encoder|dns|tls|ssl|tcp|udp|sockets?|websocket|handshake|tunnel|frida[\w-]*|lxc[\w-]*|waydroid|redroid|genymotion|nox(?:player)?\d*|ldplayer\d*|memu|bluestacks|mumu|gadget|ssh|sshd|logcat|dumpsys|activity manager|package manager|window manager|system server)(?![/\\]\w|-\w)";

    private const string Complaint =
        @"(?:failed|failure|error|problems?|can ?not|can't|could not|couldn't|unable|terminated|closed|crashed|died|exited|refused|rejected|lost|reset|gone|hung|frozen|wrong|denied|disconnected|stopped|abnormally|unexpectedly|busy|in use|already registered|not (?:found|connected|running|ready|responding|available|started|booted|reachable|alive|registered|supported)|no longer running|(?:does|did|do|was|is|are|were|has|have|could|can|will)(?: not|n't)|aborted|dead|retired|mismatch|exhausted|interrupted|broken|stuck|"
        + Blow
        + ")";

    // Lines, machines and what stands on them: they are named in ordinary sentences too, so that
    // only what can befall nothing else counts.
    private const string Carrier =
        @"(?:network|internet|wi-?fi|tunnel|usb|cable|links?|router|switch|gateway|upstream|backend|dns|ssl|tls|hub|nodes?|hosts?|runner|workers?|agent|daemon|driver|provider|shell|containers?|pod|vm|virtual machine|remote (?:end|host|side|machine|peer)|remote|peer|(?:other|far) (?:side|end)|sessions?|(?:web)?socket|stream|channel|rpc|sideband|database|redis|broker|farm|phones?|handset|tablet|battery|screen|display|connection|(?:debug )?port|power|service|cluster|endpoint)";

    private const string CarrierOrDevice = @"(?:devices?|emulators?|" + Carrier + ")";

    private const string Blow =
        @"(?:disconnect(?:ed|s|ion)?|hung up|unhealthy|unavailable|unreachable|unresponsive|draining|drained|evicted|overloaded|dropped|vanished|disappeared|died|crashed|preempted|rebooted|rebooting|froze|frozen|stopped (?:answering|responding|working)|(?:no longer|not) (?:answering|responding|reachable|alive)|(?:did not|didn't|does not|doesn't) (?:start|boot|come (?:up|back)|respond|answer|reply|wake|reconnect|register)|(?:went|gone|going|as|is|are|was|were|been|goes) (?:down|away|dark|black|dead|to sleep|offline)|(?:too|critically) low|hang up|health ?check failed|(?:un|de)regist\w+|ended|retired|had an error|not open|lost power|brown-?out|flapp\w+)";

    public static IReadOnlyList<FailureRule> Rules { get; } =
    [
        Rule(
            "device_trouble",
            Infrastructure,
            "phone_error",
            [
                NoMistake + Driving + @"\b[^\n]{0,100}?\b" + Complaint,
                @"(?:failed|unable|could not|couldn't|can ?not|can't)\b[^\n]{0,80}?\b(?:(?:on|to|from|with) the (?:phone|app)|"
                    + NoMistake
                    + Driving
                    + ")",
                @"LIBUSB_ERROR_\w+|\w*USBError\w*",
                NoMistake
                    + @"(?:could not|couldn't|unable to|failed to|can ?not|can't) (?:start|spawn|boot|launch|attach|mount|provision|fork|initiali[sz]e|bring up|set ?up)\b",
                @"(?:refuses|refused) to (?:load|start|boot|run|launch|connect|open)|(?:not even|never) started|waited \d+(?:\.\d+)? ?(?:ms|s|seconds?)|needs? root|must be run as root|internal error\b",
                @"permission[ _]denied|operation not permitted|access (?:is )?denied|EACCES|EPERM",
                @"(?:terminated|killed|stopped) by (?:SIG\w+|signal)",
                @"application\b[^\n]{0,80}?\bnot running",
                @"(?:error|failure|failed)\b[^\n]{0,30}?\bshell (?:command|execution)",
                NoMistake
                    + @"(?:could not|couldn't|unable to|failed to|can ?not|can't|failed) (?:start|starting|launch|spawn|create|initiali[sz]e|attach|bind|allocate|acquire|connect|fork|mount|provision|register|forward|listen|establish)\b[^\n]{0,40}?(?<![.$_'""`-])\b(?:daemon|service|server|agent|worker|container|process|driver|runner|listener|socket|port|vm|node|stream|codec|display|thread|pipe|channel|tunnel|network|volume|resource|connection|slot)s?\b"
                    + NotItsName,
            ]
        ),
        Rule(
            "carrier_trouble",
            Infrastructure,
            "connection_dropped",
            [
                Plain
                    + Carrier
                    + NotItsName
                    + @"\b[^\n]{0,60}?\b(?:"
                    + Blow
                    + @"|lost|closed|aborted|reset|removed)(?! (?:counter|count|button|setting)s?)",
                Plain
                    + @"(?:lost|losing|unexpected|unexpectedly|sudden|abrupt|no|waiting for|gave up on)\b[^\n]{0,30}?\b(?:link|signal|disconnect\w*|heartbeat|keep-?alive|sideband|carrier|power|contact)",
                Plain
                    + @"(?:lost|losing|(?:un|de)register(?:ed|ing)|kicked|evict(?:ed|ing)|ejected)(?: the| a| an| its| our)? (?:\w+ )?"
                    + CarrierOrDevice
                    + NotItsName,
                NoMistake
                    + @"(?:can ?not|can't|could not|couldn't|unable to|failed to) (?:reach|find|see|ping|contact|access|talk to|get|allocate|acquire|reserve|identify) (?:(?:a|an|any|the|free|current) )*(?:\w+ )?(?:slot|"
                    + CarrierOrDevice
                    + ")"
                    + NotItsName,
                Plain
                    + @"(?:closed|dropped|killed|terminated|aborted|cancell?ed|stopped|rejected|refused)(?: by)?(?: the| your| our| this| its| a| an| current| remote)* (?:\w+ )?"
                    + Carrier
                    + NotItsName,
                Plain + @"(?:hub|node|host|server|proxy) (?:has |was )?(?:rejected|refused)",
                @"waiting for (?:any |a |the )?(?:device|phone|emulator|node|host)(?! to)",
                @"certificate (?:is|was) (?:invalid|revoked|untrusted|not trusted)|bad network|network connectivity",
                @"(?:power|mains)\b[^\n]{0,30}?\b(?:cut|outage|failure|loss)",
                @"early EOF|index-pack (?:failed|output)|bytes of body are still expected|RPC failed|rsync error|recv error|SSL_ERROR_\w+|UND_ERR_\w+",
            ]
        ),
    ];
}
