using OpenQA.Selenium;

namespace RetryOrchestrator.Devices.Appium;

/// <summary>
/// An element of a native app. Selenium asks for visibility and attributes by sending JavaScript,
/// which fails there; this one asks with the plain W3C commands.
/// </summary>
internal sealed class AppiumElement(WebDriver driver, string id) : WebElement(driver, id)
{
    /// <inheritdoc/>
    public override bool Displayed =>
        Execute(AppiumCommands.Displayed, new Dictionary<string, object?> { ["id"] = Id }).Value
            is true;

    /// <inheritdoc/>
    public override string? GetAttribute(string attributeName) =>
        Execute(
            AppiumCommands.Attribute,
            new Dictionary<string, object?> { ["id"] = Id, ["name"] = attributeName }
        )
            .Value?.ToString();
}

/// <summary>Makes the elements of a session.</summary>
internal sealed class AppiumElementFactory(WebDriver driver) : WebElementFactory(driver)
{
    public override WebElement CreateElement(Dictionary<string, object?> elementDictionary) =>
        new AppiumElement(ParentDriver, GetElementId(elementDictionary));
}

/// <summary>The W3C commands that Selenium does not define.</summary>
internal static class AppiumCommands
{
    public const string Displayed = "appiumElementDisplayed";
    public const string Attribute = "appiumElementAttribute";

    public static void AddTo(ICommandExecutor executor)
    {
        Add(executor, Displayed, "/session/{sessionId}/element/{id}/displayed");
        Add(executor, Attribute, "/session/{sessionId}/element/{id}/attribute/{name}");
    }

    private static void Add(ICommandExecutor executor, string name, string path) =>
        executor.TryAddCommand(name, new HttpCommandInfo(HttpCommandInfo.GetCommand, path));
}
