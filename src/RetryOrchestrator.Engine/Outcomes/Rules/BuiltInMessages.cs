using static RetryOrchestrator.Engine.Outcomes.FailureCategory;

namespace RetryOrchestrator.Engine.Outcomes.Rules;

/// <summary>
/// The built-in rules for messages. The order is the point: what names its cause exactly (adb, a
/// device, Appium, the account) comes before what only says how it showed (a connection, a time
/// limit, a screen), and a wait that ran out comes before the text it waited for.
/// </summary>
internal static class BuiltInMessages
{
    /// <summary>All of them, in order.</summary>
    public static IReadOnlyList<FailureRule> All { get; } =
    [
        .. AdbMessages.Rules,
        Rule("timeout_waiting", Infrastructure, "timeout", WaitMessages.RanOut),
        .. DeviceMessages.Rules,
        .. AppiumMessages.Rules,
        .. Unless(Elsewhere.Account, AccountMessages.Rules),
        .. Unless(Elsewhere.Token, AccessMessages.Rules),
        .. Unless(Elsewhere.Account, PostingMessages.AccountRules),
        .. InstallMessages.Rules,
        .. HostMessages.Rules,
        .. ConnectionMessages.Rules,
        .. HttpMessages.Rules,
        Rule("timeout", Infrastructure, "timeout", WaitMessages.Timeout),
        .. ScreenMessages.MissingRules,
        .. ScreenMessages.Rules,
        .. AdbMessages.RemoteRules,
        .. HostFileMessages.Rules,
        .. Unless(Elsewhere.Input, PostingMessages.InputRules),
        .. Unless(Elsewhere.Input, InputMessages.Rules),
        .. PostingMessages.LaterRules,
        .. ScreenMessages.MissingLastRules,
        .. AppiumMessages.LastRules,
        .. AdbMessages.LastRules,
        .. HttpMessages.LastRules,
        .. Unless(Elsewhere.Mistake, TroubleMessages.Rules),
    ];

    private static IEnumerable<FailureRule> Unless(
        Exclusion except,
        IEnumerable<FailureRule> rules
    ) => rules.Select(rule => rule with { Except = except });

    /// <summary>A rule named after its type.</summary>
    public static FailureRule Rule(FailureCategory category, string type, string[] patterns) =>
        Rule(type, category, type, patterns);

    /// <summary>A rule that matches any of the patterns.</summary>
    public static FailureRule Rule(
        string name,
        FailureCategory category,
        string type,
        string[] patterns
    ) =>
        new()
        {
            Name = "builtin:" + name,
            Category = category,
            Type = type,
            Message = string.Join('|', patterns),
        };
}
