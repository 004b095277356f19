using OpenQA.Selenium;
using OpenQA.Selenium.Remote;

namespace RetryOrchestrator.Devices.Appium;

/// <summary>
/// An Appium session: all of Selenium's <see cref="RemoteWebDriver"/>, with what native apps need.
/// <c>Displayed</c> and <c>GetAttribute</c> of its elements work there too. Every command has a
/// time limit and ends when the attempt is stopped.
/// </summary>
public sealed class AppiumDriver : RemoteWebDriver
{
    private readonly AppiumCommandExecutor _executor;

    // The session is created here, in the base class.
    internal AppiumDriver(AppiumCommandExecutor executor, ICapabilities capabilities)
        : base(executor, capabilities)
    {
        _executor = executor;
        ElementFactory = new AppiumElementFactory(this);
    }

    /// <summary>Finds an element by resource id.</summary>
    /// <param name="id">With or without the app's package.</param>
    /// <exception cref="NoSuchElementException">There is none now; nothing is waited for.</exception>
    public IWebElement FindById(string id) => FindElement(AppiumBy.ResourceId(id));

    /// <summary>Finds an element by accessibility id (content description).</summary>
    /// <param name="id">The whole description.</param>
    /// <exception cref="NoSuchElementException">There is none now; nothing is waited for.</exception>
    public IWebElement FindByAccessibilityId(string id) =>
        FindElement(AppiumBy.AccessibilityId(id));

    /// <summary>Finds an element by its text or content description.</summary>
    /// <param name="text">The whole text.</param>
    /// <exception cref="NoSuchElementException">There is none now; nothing is waited for.</exception>
    public IWebElement FindByText(string text) => FindElement(XPath(ElementText.Exactly(text)));

    /// <summary>Finds an element by XPath over the page source.</summary>
    /// <param name="xpath">The expression.</param>
    /// <exception cref="NoSuchElementException">There is none now; nothing is waited for.</exception>
    public IWebElement FindByXPath(string xpath) => FindElement(XPath(xpath));

    /// <summary>Waits until an element with a resource id is shown.</summary>
    /// <param name="id">With or without the app's package.</param>
    /// <param name="seconds">How long at most.</param>
    /// <exception cref="WebDriverTimeoutException">It was not shown in that time.</exception>
    public IWebElement WaitForId(string id, double seconds) =>
        WaitFor(AppiumBy.ResourceId(id), seconds);

    /// <summary>Waits until an element with a text or content description is shown.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="seconds">How long at most.</param>
    /// <exception cref="WebDriverTimeoutException">It was not shown in that time.</exception>
    public IWebElement WaitForText(string text, double seconds) =>
        WaitFor(XPath(ElementText.Exactly(text)), seconds);

    /// <summary>Waits until an element is shown.</summary>
    /// <param name="by">How it is found; see <see cref="AppiumBy"/>.</param>
    /// <param name="seconds">How long at most.</param>
    /// <exception cref="WebDriverTimeoutException">It was not shown in that time.</exception>
    public IWebElement WaitFor(By by, double seconds)
    {
        ArgumentNullException.ThrowIfNull(by);
        return _executor.Poll(
            () => FindElement(by) is { Displayed: true } element ? element : null,
            TimeSpan.FromSeconds(seconds),
            $"element {by.Mechanism}={by.Criteria}"
        );
    }

    /// <summary>Whether an element is on the screen.</summary>
    /// <param name="element">One that this session found.</param>
    public bool IsDisplayed(IWebElement element)
    {
        ArgumentNullException.ThrowIfNull(element);
        return element.Displayed;
    }

    /// <summary>An attribute of an element, or null.</summary>
    /// <param name="element">One that this session found.</param>
    /// <param name="name">Such as <c>content-desc</c>, <c>checked</c>, <c>enabled</c>.</param>
    public string? Attribute(IWebElement element, string name)
    {
        ArgumentNullException.ThrowIfNull(element);
        return element.GetAttribute(name);
    }

    /// <summary>Ends the command under way and refuses later ones once it is cancelled.</summary>
    internal CancellationToken Cancellation
    {
        get => _executor.Cancellation;
        set => _executor.Cancellation = value;
    }

    /// <summary>
    /// Ends the session and says how that went; Selenium's own <c>Quit</c> hides every failure.
    /// </summary>
    internal void EndSession() => Execute(DriverCommand.Quit, null);

    /// <summary>Closes the connections to the server.</summary>
    internal void Release() => _executor.Dispose();

    private static By XPath(string expression) => By.XPath(expression);
}
