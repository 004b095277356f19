using static RetryOrchestrator.Engine.Outcomes.FailureCategory;
using static RetryOrchestrator.Engine.Outcomes.Rules.BuiltInMessages;

namespace RetryOrchestrator.Engine.Outcomes.Rules;

/// <summary>
/// What Android's package manager and activity manager say. Their words in capitals are a closed
/// list: some speak of the device, others of the app, which no retry will change.
/// </summary>
internal static class InstallMessages
{
    public static IReadOnlyList<FailureRule> Rules { get; } =
    [
        Rule(
            Infrastructure,
            "device_storage_full",
            [
                @"INSTALL_FAILED_INSUFFICIENT_STORAGE|INSTALL_FAILED_MEDIA_UNAVAILABLE|INSTALL_FAILED_CONTAINER_ERROR",
            ]
        ),
        Rule(
            Unknown,
            "app_not_installed",
            [
                @"INSTALL_PARSE_FAILED_\w+",
                @"INSTALL_FAILED_(?:INVALID_APK|INVALID_URI|MISSING_SHARED_LIBRARY|MISSING_SPLIT|OLDER_SDK|NEWER_SDK|DEPRECATED_SDK_VERSION|TEST_ONLY|CPU_ABI_INCOMPATIBLE|NO_MATCHING_ABIS|MISSING_FEATURE|BAD_\w+|DEXOPT|PROCESS_NOT_DEFINED|MULTIPACKAGE_INCONSISTENCY)",
                // A match from its start leaves the device's state to the next rule.
                @"(?<!INSTALL_FAILED_[^\n]{0,200})signatures do not match",
                @"not installed for \d+|unknown package: \S+|application at '[^'\n]{1,200}' does not exist",
            ]
        ),
        Rule(
            Infrastructure,
            "device_refused",
            [
                @"(?:INSTALL|DELETE|MOVE)_FAILED_\w+",
                @"(?:app|apk|package) install(?:ation)? failed",
                @"(?:shellcommandunresponsive|adbcommandrejected|requestrejected|sync|install|device|instrumentation)exception(?=:|$|\s)",
                @"install(?:ation)? (?:via|over|through) usb (?:is )?(?:disabled|restricted|blocked)|not allowed to install",
                @"install(?:ation)? (?:was )?(?:canceled|cancelled|rejected|not allowed|blocked)\b[^\n]{0,30}?\b(?:by|user|device)",
                @"(?:INJECT_EVENTS|WRITE_SECURE_SETTINGS|GRANT_RUNTIME_PERMISSIONS)",
                @"unknown permission\b|permission denial\b(?!: starting)|requires? (?:the )?permission|permission (?:was |is )?not granted",
                @"security ?exception\b(?![^\n]{0,40}?starting intent)[^\n]{0,200}?\bpermission",
            ]
        ),
        Rule(
            Unknown,
            "activity_not_started",
            [
                @"\w*activity\b[^\n]{0,120}?\b(?:(?:does not|doesn't|did not|didn't) exist|can ?not be launched|not found|never started)",
                @"unable to resolve (?:the )?intent|no activit(?:y|ies) found|activitynotfoundexception",
                @"permission denial: starting intent",
            ]
        ),
        Rule(
            "system_not_ready",
            Infrastructure,
            "phone_error",
            [
                @"can't find service:? \S+|could not find service",
                @"(?:deadobject|deadsystem|remote|transactiontoolarge)exception",
                @"failure calling service",
                @"(?:is the system running|system (?:server )?(?:is )?not (?:yet )?(?:running|ready|booted))",
                @"(?:could not|couldn't) get idle state|null root node returned|could not access the package manager",
                @"(?:boot|reboot|startup|start-up)\b[^\n]{0,30}?\b(?:not|never|in)[ -]?complete(?:d)?",
                @"RUNNING_LOCKED|user \d+ is locked|(?:device|screen|phone|keyguard)(?: screen)? (?:is |was )?(?:still )?locked|(?:could not|couldn't|can ?not|failed to|unable to) unlock",
                @"emulator console|hardware acceleration|/dev/kvm|KVM (?:is )?(?:required|not)",
                @"multiple emulators with the same AVD|can ?not find AVD|unknown AVD",
            ]
        ),
    ];
}
