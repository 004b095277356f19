// The engine knows Selenium's exceptions by name only and these tests do without the package: the
// names and the inheritance are what counts.
namespace OpenQA.Selenium;

internal class WebDriverException(string message, Exception? inner = null)
    : Exception(message, inner);

internal sealed class WebDriverTimeoutException(string message) : WebDriverException(message);

internal class NotFoundException(string message) : WebDriverException(message);

internal sealed class NoSuchElementException(string message) : NotFoundException(message);

internal sealed class StaleElementReferenceException(string message) : WebDriverException(message);

internal sealed class InvalidSelectorException(string message) : WebDriverException(message);
