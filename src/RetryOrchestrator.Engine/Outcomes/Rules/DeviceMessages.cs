using static RetryOrchestrator.Engine.Outcomes.FailureCategory;
using static RetryOrchestrator.Engine.Outcomes.Rules.BuiltInMessages;

namespace RetryOrchestrator.Engine.Outcomes.Rules;

/// <summary>What adb and phone farms say of a device, and adb of its server.</summary>
internal static class DeviceMessages
{
    // Its serial or name, quoted or not; but "phone number not found" is no phone.
    private const string Device =
        @"(?:device|phone|emulator)(?:\s+(?!(?:not|number|driver|model|type|name|storage|file|cloud)\b)(?:with serial )?['""]?[\w.:-]+['""]?)?";

    public static IReadOnlyList<FailureRule> Rules { get; } =
    [
        Rule(
            Infrastructure,
            "device_offline",
            [
                Device
                    + @"\s+(?:(?:is|was|went|has gone|seems|appears to be|is currently)\s+)?offline",
                Device
                    + @"\s+(?:(?:is|was|got|has been)\s+)?(?:disconnected|unplugged|unreachable)",
                @"(?:device|phone|emulator)\b[^\n]{0,60}?\b(?:(?:has |have )?(?:remained|is|was|been|still|state=) ?offline|not (?:online|responding))",
                @"(?:emulator-\d+|\d+\.\d+\.\d+\.\d+:\d+)\b[^\n]{0,20}?\boffline",
                @"device still (?:connecting|authorizing)",
                @"(?:usb|transport)\b[^\n]{0,30}?\b(?:read|write|error|failed|lost|disconnected)\b[^\n]{0,20}?\b(?:failed|error|device|gone|lost)",
            ]
        ),
        Rule(
            Infrastructure,
            "device_unauthorized",
            [
                Device
                    + @"\s+(?:(?:is|was)\s+)?(?:still\s+)?(?:unauthori[sz]ed|not (?:yet )?authori[sz]ed)",
                @"ADB_VENDOR_KEYS",
                @"failed to authenticate to \S+:\d+",
                @"insufficient permissions for device",
                @"no permissions\b[^\n]{0,60}?\b(?:udev|usb|device)",
            ]
        ),
        Rule(
            Infrastructure,
            "device_not_found",
            [
                Device
                    + @"\s+(?:(?:was|is|could)\s+)?not\s+(?:be\s+)?(?:found|connected|attached|detected|listed)",
                Device
                    + @"\s+(?:did not|didn't|never) (?:appear|come (?:up|online|back)|show(?: up)?|reconnect)",
                Device + @"\s+(?:never appeared|never came (?:up|online|back))",
                @"no (?:\w+ )?devices?(?:/emulators?| or emulators?)?(?: (?:were|was|is|are))? (?:found|connected|available|attached|detected)",
                @"no such device",
                @"no (?:available|free|connected|online|usable|suitable|idle|ready|healthy|attached|running)(?: \w+)? (?:devices?|phones?|emulators?)",
                @"no device (?:matching|matches|is matching|could be|to )|no matching devices?",
                Device
                    + @"\s+(?:is |was )?(?:busy|blocked|already in use|in use by|not free|reserved)",
                @"(?:all|every|sessions?|tests?|slots?|devices?|phones?|licen[cs]es?|parallels?)\b[^\n]{0,60}?\b(?:currently |all )?(?:in use|being used|occupied|taken|busy)\b",
                @"waiting for (?:\w+ ){1,3}(?:available|free)|max(?:imum)? (?:number of )?(?:concurrent |parallel )?(?:session|device)s? (?:count|limit)|(?:environment|platform|instance)\b[^\n]{0,30}?\b(?:was|is) (?:currently )?unavailable",
                @"devices? (?:busy or blocked|pool (?:is )?(?:empty|exhausted))",
                @"(?:could not|couldn't|can ?not|can't|unable to|failed to) (?:find|list|get|see|enumerate) (?:an? |any |the )?(?:connected )?(?:adb |android |usb )?devices?",
                @"not in the list of (?:connected |attached )?devices",
            ]
        ),
        Rule(
            Infrastructure,
            "device_ambiguous",
            [
                @"more than one (?:device|emulator)(?:/emulator| and emulator| or emulator)?",
                @"multiple (?:\(\d+\) )?(?:connected )?(?:adb |usb |android )?devices",
            ]
        ),
        Rule(
            Infrastructure,
            "adb_server",
            [
                @"adb server version \(\d+\) doesn't match",
                @"can ?not connect to daemon",
                @"daemon (?:not|still not) running",
                @"adb server (?:didn't|did not) ack",
                @"adb server (?:is |was )?(?:not running|down|dead|died|killed|out of date|unreachable)",
                @"failed to (?:start|connect to|check) (?:the )?(?:adb |server )?(?:server|daemon|version)",
                @"could not (?:start|connect to|reach) (?:the )?adb(?: server| daemon)?",
                @"protocol fault",
                @"unknown host service|\*smartsocket\*",
            ]
        ),
        Rule(
            Infrastructure,
            "phone_error",
            [
                @"(?:failed to|could not|couldn't|can ?not|can't|unable to) (?:start|boot|launch|wake|unlock|restart|reboot|open|reach|connect to) (?:the |a |cloud )*(?:phone|device|emulator|avd)",
                Device
                    + @"\s+(?:(?:is|was|has)\s+)?not\s+(?:yet\s+)?(?:been\s+)?(?:started|booted|ready|running|powered on)",
                Device + @"\s+failed to (?:start|boot|launch|wake|unlock|restart|reboot)",
                @"(?:cloud )?phone (?:error|(?:start(?:up)?|boot) (?:failed|error))",
                @"(?:phone|emulator|avd)(?:\s+['""]?[\w.:-]+['""]?)?\s+(?:has |was |is )?(?:crashed|died|exited|terminated|stopped|shut(?:ting)? down|rebooted)",
            ]
        ),
    ];
}
