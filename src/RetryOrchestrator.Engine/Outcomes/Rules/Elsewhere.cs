namespace RetryOrchestrator.Engine.Outcomes.Rules;

/// <summary>
/// What else than the account and the job the words of their rules are said of: both are never
/// tried again, so a doubt is enough.
/// </summary>
internal static class Elsewhere
{
    // What keeps accounts, tokens and shares of its own, of which no job's account has any.
    private const string Keeper =
        @"npm|yarn|pnpm|pip|pypi|nuget|maven|gradle|ssh\w*|sudo\w*|publickey|s?ftp|smtp\w*|imap\w*|ldap|kerberos|\w*sql|postgres\w*|redis|mongo\w*|database|wi-?fi|wlan|hotspot|registry|docker|podman|repository|gitlab|git|github(?!\.com/\w)|bitbucket|jenkins|gcloud|gh|kubectl|kube\w*|k8s|cluster|pods?|namespace|boto\w*|aws|azure|s3|bucket|compute|vpn|proxy|csrf|xsrf|browser-?stack|sauce ?labs|lambda ?test|testing ?bot|headspin|perfecto|kobiton|stf|openstf|\w*farm|grid|selenium hub|runners?|teamcity|buildkite|circleci|remote desktop|rdp|vnc|keystore|keychain|license server|selinux|seccomp|firewall|antivirus|play protect|usb debugging|service account|machine account|concurren\w+|parallel(?:s|ism)?|v?cpus?|cores|gpus?|instances|vms?|device minutes|automation minutes|to the server";

    /// <summary>Said of what the machines keep, not of the account that posts.</summary>
    public static Exclusion Account { get; } = Exclusion.Beside(Keeper);

    /// <summary>The same, for words as short as "token" and "limit".</summary>
    public static Exclusion Token { get; } =
        Exclusion.Beside(
            Keeper
                + @"|json|device|adb|appium|selenium|emulator|hub|unexpected|character|licen[cs]es?|pulls?"
        );

    /// <summary>Said of what machines write and read themselves, not of what a job brings along.</summary>
    public static Exclusion Input { get; } =
        Exclusion.Beside(
            @"docker|podman|kube\w*|pods?|registry|emulator|avd|virtual machine|(?:system|boot|disk|base)[ -]images?|screen ?(?:shots?|captures?|caps?|record\w*)|(?:video|session) record\w*|recorder|logcat|logs?(?: file)?|scrcpy|minicap|websocket|grpc|(?:picture|image) template|template image|airtest|opencv|cv2|\w*farm|apks?|aab|ipa|file system|node_modules|program files|assembly|dll|gradle|maven|proguard|core dump|lock file|pid file|errno 27|capabilit(?:y|ies)"
        );

    /// <summary>A mistake in a script names devices and sessions too, and what was expected of them.</summary>
    public static Exclusion Mistake { get; } =
        Exclusion.Before(
            @"\w*(?:NullReference|(?<!Illegal)Argument|Format|InvalidCast|KeyNotFound|IndexOutOfRange|NotImplemented)Exception|(?:Type|Name|Key|Value|Index|Attribute|Syntax|Reference|Range|Assertion|Import|Indentation|UnboundLocal|ZeroDivision)Error|(?:comparison|parser|assert)\w*|expected|should|undefined|unexpected token"
        );
}
