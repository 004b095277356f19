namespace RetryOrchestrator.Tests.Appium;

/// <summary>Something on the screen of an emulated phone.</summary>
/// <param name="id">Its resource id without the package, or empty.</param>
/// <param name="kind">Its class without the package: <c>Button</c>.</param>
internal sealed class PhoneView(string id, string kind)
{
    public string Id { get; } = id;

    public string Kind { get; } = kind;

    public string Text { get; set; } = "";

    /// <summary>What tapping it does.</summary>
    public Action? Tapped { get; init; }
}
