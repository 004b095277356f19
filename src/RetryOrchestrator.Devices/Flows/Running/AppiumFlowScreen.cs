using OpenQA.Selenium;
using RetryOrchestrator.Devices.Appium;

namespace RetryOrchestrator.Devices.Flows.Running;

/// <summary>The screen through an Appium session.</summary>
internal sealed class AppiumFlowScreen(AppiumSession session) : IFlowScreen
{
    public Task<bool> IsShownAsync(ScreenTarget target, CancellationToken stop) =>
        UseAsync(target, element => element.Displayed, stop);

    public Task<bool> TapAsync(ScreenTarget target, CancellationToken stop) =>
        UseAsync(target, Did(element => element.Click()), stop);

    public Task<bool> TypeAsync(ScreenTarget target, string text, CancellationToken stop) =>
        UseAsync(target, Did(element => element.SendKeys(text)), stop);

    public Task<bool> ClearAsync(ScreenTarget target, CancellationToken stop) =>
        UseAsync(target, Did(element => element.Clear()), stop);

    public Task<string?> ReadAsync(ScreenTarget target, CancellationToken stop) =>
        UseAsync<string?>(target, element => element.Text, stop);

    public Task<string> SourceAsync(CancellationToken stop) =>
        session.RunAsync(driver => driver.PageSource, stop);

    public Task<byte[]> ScreenshotAsync(CancellationToken stop) =>
        session.RunAsync(driver => driver.GetScreenshot().AsByteArray, stop);

    private Task<T?> UseAsync<T>(
        ScreenTarget target,
        Func<IWebElement, T> use,
        CancellationToken stop
    ) =>
        session.RunAsync(
            driver =>
            {
                try
                {
                    return use(driver.FindElement(LocatorOf(target)));
                }
                // Screens change under one's hands: what is not there, or no more, or not ready
                // yet, is looked for again until the step's time is up.
                catch (Exception exception)
                    when (exception
                            is NoSuchElementException
                                or StaleElementReferenceException
                                or InvalidElementStateException
                    )
                {
                    return default;
                }
            },
            stop
        );

    private static Func<IWebElement, bool> Did(Action<IWebElement> use) =>
        element =>
        {
            use(element);
            return true;
        };

    private static By LocatorOf(ScreenTarget target) =>
        target.Kind switch
        {
            SelectorKind.Id => AppiumBy.ResourceId(target.Value),
            SelectorKind.AccessibilityId => AppiumBy.AccessibilityId(target.Value),
            SelectorKind.Text => By.XPath(ElementText.Exactly(target.Value)),
            SelectorKind.TextContains => By.XPath(ElementText.Containing(target.Value)),
            SelectorKind.XPath => By.XPath(target.Value),
            SelectorKind.UiAutomator => AppiumBy.AndroidUiAutomator(target.Value),
            SelectorKind.Class => AppiumBy.ViewClass(target.Value),
            _ => throw new ArgumentOutOfRangeException(nameof(target), target.Kind, null),
        };
}
