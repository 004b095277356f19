using RetryOrchestrator.Engine.Jobs;

namespace RetryOrchestrator.Devices.Flows;

/// <summary>How an element is named.</summary>
internal enum SelectorKind
{
    /// <summary>Its resource id.</summary>
    Id,

    /// <summary>Its accessibility id (content description).</summary>
    AccessibilityId,

    /// <summary>Its whole text or content description.</summary>
    Text,

    /// <summary>A part of its text or content description.</summary>
    TextContains,

    /// <summary>An XPath over the page source.</summary>
    XPath,

    /// <summary>A UiSelector expression.</summary>
    UiAutomator,

    /// <summary>The class of its view.</summary>
    Class,
}

/// <summary>An element as a flow names it.</summary>
/// <param name="Kind">How.</param>
/// <param name="Value">The name.</param>
internal sealed record FlowSelector(SelectorKind Kind, FlowText Value)
{
    /// <summary>The element for a job.</summary>
    public ScreenTarget For(JobColumns columns) => new(Kind, Value.Fill(columns));

    /// <inheritdoc/>
    public override string ToString() => new ScreenTarget(Kind, Value.Source).ToString();
}

/// <summary>An element to be found on the screen.</summary>
/// <param name="Kind">How it is named.</param>
/// <param name="Value">The name, filled in.</param>
internal readonly record struct ScreenTarget(SelectorKind Kind, string Value)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Word(Kind)}={Value}";

    /// <summary>The word of a kind in a flow file.</summary>
    public static string Word(SelectorKind kind) =>
        kind switch
        {
            SelectorKind.Id => "id",
            SelectorKind.AccessibilityId => "accessibilityId",
            SelectorKind.Text => "text",
            SelectorKind.TextContains => "textContains",
            SelectorKind.XPath => "xpath",
            SelectorKind.UiAutomator => "uiautomator",
            SelectorKind.Class => "class",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
}
