using OpenQA.Selenium;

namespace RetryOrchestrator.Devices.Appium;

/// <summary>
/// Ways to find an element that Selenium lacks. Selenium turns <c>By.Id</c> and
/// <c>By.ClassName</c> into CSS selectors, which native apps do not have: use these instead.
/// </summary>
internal sealed class AppiumBy : By
{
    private AppiumBy(string mechanism, string criteria)
        : base(mechanism, criteria) { }

    /// <summary>By resource id; UiAutomator2 adds the app's package where it is left out.</summary>
    /// <param name="id">Such as <c>share_button</c> or <c>com.example:id/share_button</c>.</param>
    public static AppiumBy ResourceId(string id) => new("id", id);

    /// <summary>By accessibility id, which is the content description on Android.</summary>
    /// <param name="id">The whole description.</param>
    public static AppiumBy AccessibilityId(string id) => new("accessibility id", id);

    /// <summary>By a UiSelector expression.</summary>
    /// <param name="expression">Such as <c>new UiSelector().textStartsWith("Post")</c>.</param>
    public static AppiumBy AndroidUiAutomator(string expression) =>
        new("-android uiautomator", expression);

    /// <summary>By the class of the view.</summary>
    /// <param name="name">Such as <c>android.widget.EditText</c>.</param>
    public static AppiumBy ViewClass(string name) => new("class name", name);
}
