using System.Net.Sockets;
using OpenQA.Selenium;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Devices.Appium;

/// <summary>
/// What a failure of an Appium session means: by the exception's type where it says enough, else by
/// the server's words. Pure.
/// </summary>
internal static class AppiumFailure
{
    /// <summary>The type of a session that does not answer.</summary>
    public const string Timeout = "appium_timeout";

    // Messages carry server stack traces and possible causes of several KB.
    private const int LongestMessage = 600;

    /// <summary>The evidence for an exception, or null when it is none of Appium's.</summary>
    public static FailureEvidence? Describe(Exception exception) =>
        Recognise(exception) is var (category, type)
            ? new FailureEvidence
            {
                Message = Shorten(exception.Message),
                Exception = exception,
                DeclaredCategory = category,
                DeclaredType = type,
            }
            : null;

    /// <summary>
    /// Whether the server ended, or ended its session, under the attempt: whatever it answers when
    /// it is asked whether it is well, it may be on its way out.
    /// </summary>
    public static bool WantsAnotherServer(FailureEvidence evidence) =>
        evidence.DeclaredType == Timeout
        || evidence.Exception is WebDriverException { } exception
            && (
                exception.InnerException is HttpRequestException
                || IsShutdown(exception)
                || IsLostBehindGrid(exception)
                || IsUnknownSession(exception)
            );

    /// <summary>
    /// Whether the server, or a Grid before it, says that there is no such session: it has ended.
    /// </summary>
    public static bool IsUnknownSession(Exception exception) =>
        exception is WebDriverException
        && (
            Says(exception.Message, "session is either terminated or not started")
            || Says(exception.Message, "Unable to find session with ID")
        );

    /// <summary>
    /// Whether a Grid says that it does not reach the Appium server that has the session.
    /// </summary>
    public static bool IsLostBehindGrid(Exception exception) =>
        exception is WebDriverException { InnerException: null }
        && exception.Message.StartsWith("Connection error (", StringComparison.Ordinal);

    /// <summary>
    /// Whether the driver found the port that it was to use on this machine taken. No device and no
    /// job has a part in it.
    /// </summary>
    /// <param name="exception">Why there is no session.</param>
    /// <param name="port">The port.</param>
    public static bool IsPortBusy(Exception exception, int port) =>
        Says(exception.Message, FormattableString.Invariant($"local port #{port} is busy"));

    /// <summary>Whether the server says that it was told to end.</summary>
    public static bool IsShutdown(Exception exception) =>
        exception is WebDriverException && Says(exception.Message, "process has received SIG");

    private static (FailureCategory Category, string Type)? Recognise(Exception exception) =>
        exception switch
        {
            AppiumTimeoutException => Infrastructure(Timeout),
            AppiumServerException => Infrastructure("appium_crash"),
            WebDriverTimeoutException => Infrastructure(Failure.TimeoutType),
            InvalidSelectorException => (FailureCategory.Input, "invalid_selector"),
            NoSuchElementException => (FailureCategory.Unknown, "element_not_found"),
            StaleElementReferenceException
            or InvalidElementStateException
            or UnhandledAlertException => Infrastructure("ui_stuck"),
            WebDriverException => Infrastructure(TypeOf(exception)),
            // Selenium's own mapping of "session not created" and of "unknown command".
            InvalidOperationException when IsSessionRefusal(exception.Message) => Infrastructure(
                TypeOf(exception)
            ),
            NotImplementedException when IsSelenium(exception) => Infrastructure("appium_endpoint"),
            _ => null,
        };

    private static string TypeOf(Exception exception)
    {
        if (exception.InnerException is TaskCanceledException)
        {
            return Timeout;
        }

        for (var inner = exception.InnerException; inner is not null; inner = inner.InnerException)
        {
            if (inner is HttpRequestException or SocketException or IOException)
            {
                return "connection_dropped";
            }
        }

        if (IsLostBehindGrid(exception))
        {
            return "connection_dropped";
        }

        var message = exception.Message;
        return Says(message, "Could not find a connected Android device") ? "device_not_found"
            : Says(message, "was not in the list of connected devices") ? "device_not_found"
            : Says(message, "Could not find a driver for") ? "appium_driver_missing"
            : Says(message, "New session request timed out") ? "grid_busy"
            : Says(message, "<html") || Says(message, "<!doctype") ? "appium_endpoint"
            : "appium_crash";
    }

    private static bool IsSessionRefusal(string message) =>
        Says(message, "session could not be created") || Says(message, "start a new session");

    private static bool IsSelenium(Exception exception) =>
        exception.Source == typeof(WebDriver).Assembly.GetName().Name;

    private static bool Says(string message, string words) =>
        message.Contains(words, StringComparison.OrdinalIgnoreCase);

    private static (FailureCategory, string) Infrastructure(string type) =>
        (FailureCategory.Infrastructure, type);

    private static string Shorten(string message)
    {
        var trace = message.IndexOf("\n    at ", StringComparison.Ordinal);
        var text = (trace < 0 ? message : message[..trace]).Trim();
        return text.Length <= LongestMessage ? text : text[..LongestMessage] + "…";
    }
}
