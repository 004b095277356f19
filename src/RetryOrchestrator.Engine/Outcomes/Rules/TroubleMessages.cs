using static RetryOrchestrator.Engine.Outcomes.FailureCategory;
using static RetryOrchestrator.Engine.Outcomes.Rules.BuiltInMessages;

namespace RetryOrchestrator.Engine.Outcomes.Rules;

/// <summary>
/// Trouble by its kind, where no rule knows the sentence: something that carries a job (a device,
/// what drives it, a machine, a line between them) together with what befell it.
/// </summary>
internal static class TroubleMessages
{
    // Neither a member, a setting nor a quoted name.
    private const string Plain = @"(?<![.$_'""`-])";

    private const string NotItsName =
        @"(?![.(=\[]\w|['""_-]| (?:count|index|id|list|name|type|tree|module|number|mismatch|label|field|value)s?\b)";

    // A device, and what drives one or a browser: any complaint will do.
    private const string Driving =
        @"(?<![/\\-])(?:\w*device\w*|\w*usb\w*|transport|emulators?|avd|fastboot|heimdall|instrumentation\w*|accessibility\w*|\w*uiautomat\w*|atx-agent|mini(?:touch|cap)\w*|scrcpy\w*|espresso|detox|maestro|appium|selenium|web ?driver|chrome(?:driver)?|chromium|gecko(?:driver)?|firefox|browser|marionette|devtools|server|proxy|vpn|docker|podman|containerd|kube\w*|qemu[\w-]*|hypervisor|kvm|vulkan|opengl|gpu|xvfb|grpc|mediacodec\w*|codecexception|encoder|dns|tls|ssl|tcp|udp|sockets?|websocket|handshake|tunnel|frida[\w-]*|lxc[\w-]*|waydroid|redroid|genymotion|nox(?:player)?\d*|ldplayer\d*|memu|bluestacks|mumu|gadget|ssh|sshd|logcat|dumpsys|activity manager|android driver|binder|adbkit\w*|ddmlib|tradefed\w*|ppadb\w*|apksigner|jarsigner|zipalign|aapt2?|bundletool|avdmanager|sdkmanager|libe?gl|swrast|fastdeploy\w*|test orchestrator|package manager|window manager|system server)(?![/\\]\w|-\w)";

    private const string Complaint =
        @"(?:failed|failure|error|problems?|hangs?|missing|exit(?:ing|ed)? with|timed out|out of date|outdated|too old|unsupported|incompatible|can ?not|can't|could not|couldn't|unable|terminated|closed|crashed|died|exited|refused|rejected|lost|reset|gone|hung|frozen|wrong|denied|disconnected|stopped|abnormally|unexpectedly|busy|in use|already registered|not (?:found|connected|running|ready|responding|available|started|booted|reachable|alive|registered|supported)|no longer running|(?:does|did|do|was|is|are|were|has|have|could|can|will)(?: not|n't)|aborted|dead|retired|mismatch|exhausted|interrupted|broken|stuck|"
        + Blow
        + ")";

    // Lines, machines and what stands on them: they are named in ordinary sentences too, so that
    // only what can befall nothing else counts.
    private const string Carrier =
        @"(?:network|internet|wi-?fi|tunnel|usb|cable|links?|router|switch|gateway|upstream|backend|dns|ssl|tls|hub|nodes?|hosts?|runner|workers?|agent|daemon|driver|provider|shell|containers?|pod|vm|virtual machine|remote (?:end|host|side|machine|peer)|remote|peer|(?:other|far) (?:side|end)|sessions?|(?:web)?socket|stream|channel|rpc|sideband|database|redis|broker|farm|phones?|handset|tablet|battery|screen|display|connection|(?:debug )?port|power|service|cluster|endpoint|\w*(?:watcher|listener|monitor|thread|process))";

    private const string CarrierOrDevice = @"(?:devices?|emulators?|" + Carrier + ")";

    private const string Blow =
        @"(?:disconnect(?:ed|s|ion)?|hung up|hangs|hanging|killed|terminated?|unhealthy|unavailable|unreachable|unresponsive|draining|drained|evicted|overloaded|dropped|vanished|disappeared|died|crashed|preempted|rebooted|rebooting|froze|frozen|stopped (?:answering|responding|working)|(?:no longer|not) (?:answering|responding|reachable|alive)|(?:did not|didn't|does not|doesn't) (?:start|boot|come (?:up|back)|respond|answer|reply|wake|reconnect|register)|(?:went|gone|going|as|is|are|was|were|been|goes) (?:down|away|dark|black|dead|to sleep|offline)|(?:too|critically) low|hang up|health ?check failed|(?:un|de)regist\w+|ended|retired|had an error|from up to down|not open|lost power|brown-?out|flapp\w+)";

    public static IReadOnlyList<FailureRule> Rules { get; } =
    [
        Rule(
            "device_trouble",
            Infrastructure,
            "phone_error",
            [
                Driving + @"\b[^\n]{0,100}?\b" + Complaint,
                @"(?:failed|unable|could not|couldn't|can ?not|can't|did not|didn't|never)\b[^\n]{0,80}?\b(?:(?:on|to|from|with) the (?:phone|app)|"
                    + Driving
                    + ")",
                // Classes are named after what befell.
                @"\w*(?:device|adb|grid|driver|emulator|avd|shell|transport|installation|instrumentation|gateway|proxy|network|socket|remote|rpc|screen|frame|capture|codec|renderer|surface|deadobject|deadsystem|binder)\w*(?:exception|error)(?=[:\s)]|$)",
                @"infrastructure (?:failure|error|issue|problem)|non-?zero exit\w*\b[^\n]{0,30}?\b(?:emulator|adb|appium|server|driver)",
                @"no \w+(?: \w+){0,3} found on (?:the )?(?:device|phone|emulator)|no (?:response|reply|answer|heartbeats?|frames?|packets?) (?:was |were |has been |have been )?(?:received|returned)",
                @"(?:error|failed|failure|crash\w*)(?: while| when)? (?:launching|installing|starting|running) (?:the |an? )?(?:application|app|apk|activity|emulator|test runner)",
                @"\w*exception: (?:pm|am|wm|cmd|dumpsys|getprop|svc|settings|monkey|logcat) [\w-]+|taking (?:\w+ ){0,3}long(?:er)?\b",
                @"(?:verify|check|make sure|ensure)(?: that| if| whether)? (?:the |your |an? )?(?:\w+ ){0,2}(?:machine|server|device|emulator|agent|phone|appium|adb|daemon|network|proxy|cable)\b[^\n]{0,20}?\b(?:is|has|are)\b",
                @"(?:launch|start|connect|attach|plug in|reconnect|restart|reboot|unlock) (?:an?|the|your) (?:\w+ )?(?:device|phone|emulator)",
                @"no (?:activity|output|progress) (?:for|since|within)|unsupported protocol|protocol (?:version )?(?:mismatch|not supported)|PANIC: (?:missing|cannot|broken|could not)",
                @"(?:process|renderer?|tab|engine|service|server|app|application|runtime|system)\b[^\n]{0,20}?\bcrash\w*",
                @"entered FATAL state|start retries|exit status \d+; not expected",
                @"(?:keepalive|connect|receive|send|nameresolution|securechannel|trust|pipeline)failure\b|\b(?:read|write|i/o|recv|send|receive)[ _-]?errors?\b|\b(?:want|remote|local)?(?:read|write|protocol|connect|pool)(?:error|timeout)\b",
                @"(?:authori[sz]ation|confirmation|debugging|permission) (?:dialog|popup|prompt)|(?:popup|dialog|prompt)\b[^\n]{0,40}?\b(?:on|from) (?:the|your) (?:device|phone)",
                @"uia\w*error|error in json-?rpc",
                @"\bFAIL\b['""]?\W{0,3}[0-9a-f]{4}[a-z]\w*|binder transaction",
                @"is (?:the |your |an? )?(?:\w+ )?(?:adb|server|daemon|service|emulator|appium|docker|device|phone|proxy|vpn)\b[^\n]{0,40}?\b(?:running|connected|online|started|plugged in|reachable)\b[^\n]{0,30}?\?",
                @"(?:could not|couldn't|unable to|failed to|can ?not|can't) (?:open|read|write|send|receive|accept|decode|render|push|remove|delete|kill|stop|terminate|close|release|restart)\b[^\n]{0,40}?\b(?:stream|socket|port|display|surface|texture|renderer|decoder|demuxer|pipe|channel|tunnel|connection|server)s?\b"
                    + NotItsName,
                @"LIBUSB_ERROR_\w+|\w*USBError\w*",
                @"(?:could not|couldn't|unable to|failed to|can ?not|can't) (?:start|spawn|boot|launch|attach|mount|provision|fork|initiali[sz]e|bring up|set ?up)\b",
                @"(?:refuses|refused) to (?:load|start|boot|run|launch|connect|open)|(?:not even|never) started|waited \d+(?:\.\d+)? ?(?:ms|s|seconds?)|needs? root|must be run as root|internal error\b",
                @"permission[ _]denied|operation not permitted|access (?:is )?denied|EACCES|EPERM",
                @"(?:terminated|killed|stopped) by (?:SIG\w+|signal)|xcodebuild (?:failed|exited)|operation was cancell?ed|[01] (?:devices?|phones?|nodes?) (?:connected|available|online)\b(?=[^\n]{0,20}?\b(?:need|require|expected|but))|killing (?:the )?(?:server|emulator|adb)",
                @"application\b[^\n]{0,80}?\bnot running",
                @"(?:error|failure|failed)\b[^\n]{0,30}?\bshell (?:command|execution)",
                @"(?:could not|couldn't|unable to|failed to|can ?not|can't|failed) (?:start|starting|launch|spawn|create|initiali[sz]e|attach|bind|allocate|acquire|connect|fork|mount|provision|register|forward|listen|establish)\b[^\n]{0,40}?(?<![.$_'""`-])\b(?:daemon|service|server|agent|worker|container|process|driver|runner|listener|socket|port|vm|node|stream|codec|display|thread|pipe|channel|tunnel|network|volume|resource|connection|slot|texture|renderer|decoder|demuxer)s?\b"
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
                @"(?:can ?not|can't|could not|couldn't|unable to|failed to) (?:reach|find|see|ping|contact|access|talk to|get|allocate|acquire|reserve|identify) (?:(?:a|an|any|the|free|current) )*(?:\w+ )?(?:slot|"
                    + CarrierOrDevice
                    + ")"
                    + NotItsName,
                Plain
                    + @"(?:closed|dropped|killed|terminated|aborted|cancell?ed|stopped|rejected|refused)(?: by)?(?: the| your| our| this| its| a| an| current| remote)* (?:\w+ )?"
                    + Carrier
                    + NotItsName,
                Plain + @"(?:hub|node|host|server|proxy) (?:has |was )?(?:rejected|refused)",
                @"waiting for (?:any |a |the )?(?:device|phone|emulator|node|host)(?! to)|waiting (?:up to \S+ )?for \w[\w ]{0,30} to (?:be |become |come |get )(?:online|ready|available|up|booted|idle|reachable|healthy)",
                @"we(?:'re| are) aware of (?:the|this) (?:problem|issue)|(?:be|check) back (?:again )?(?:soon|shortly|later)|(?:under|down for) maintenance",
                @"(?:stopped hearing|not heard|lost (?:contact|communication|touch)) (?:from|with)|(?:went|gone|goes|going|is|are|was|were) offline",
                @"certificate (?:is|was) (?:invalid|revoked|untrusted|not trusted)|bad network|network connectivity",
                @"(?:power|mains)\b[^\n]{0,30}?\b(?:cut|outage|failure|loss)",
                @"early EOF|index-pack (?:failed|output)|bytes of body are still expected|RPC failed|rsync error|recv error|SSL_ERROR_\w+|UND_ERR_\w+",
            ]
        ),
    ];
}
