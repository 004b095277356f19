using System.Net;
using System.Net.Sockets;
using static RetryOrchestrator.Engine.Outcomes.FailureCategory;

namespace RetryOrchestrator.Engine.Outcomes.Rules;

/// <summary>A cause that is recognised by the type of an exception, whatever its text says.</summary>
/// <param name="Name">What results call it.</param>
/// <param name="Category">The category it gives.</param>
/// <param name="Type">The type it gives.</param>
/// <param name="Matches">Whether one exception of the chain is this cause.</param>
internal sealed record TypedCause(
    string Name,
    FailureCategory Category,
    string Type,
    Func<Exception, bool> Matches
)
{
    private const string Selenium = "OpenQA.Selenium.";

    // An HTTP status is an answer; an element that is not on the screen is none.
    private static readonly string[] Contacts =
    [
        "exception:wait",
        "exception:element",
        "exception:socket_timeout",
        "exception:socket",
        "exception:timeout",
        "exception:http",
        "exception:broken_pipe",
    ];

    // Broken pipe and full disk, as Unix errno and as Windows HRESULT.
    private static readonly int[] BrokenPipe =
    [
        32,
        unchecked((int)0x8007006D),
        unchecked((int)0x800700E8),
    ];
    private static readonly int[] DiskFull =
    [
        28,
        unchecked((int)0x80070070),
        unchecked((int)0x80070027),
    ];

    /// <summary>In order: the first that any exception of the chain matches decides.</summary>
    public static IReadOnlyList<TypedCause> BeforeText { get; } =
    [
        new("exception:wait", Infrastructure, "timeout", Named("WebDriverTimeoutException")),
        // A screen that the script did not expect: nobody can say whose fault it is.
        new(
            "exception:element_missing",
            Unknown,
            "element_not_found",
            Named("NoSuchElementException")
        ),
        new(
            "exception:element",
            Infrastructure,
            "ui_stuck",
            Named(
                "StaleElementReferenceException",
                "InvalidElementStateException",
                "ElementNotVisibleException",
                "ElementNotInteractableException",
                "ElementNotSelectableException",
                "ElementClickInterceptedException",
                "MoveTargetOutOfBoundsException",
                "UnhandledAlertException",
                "NoAlertPresentException"
            )
        ),
        // A selector that cannot be read is the flow's fault: no device and no account will mend it.
        new("exception:selector", Unknown, "invalid_selector", Named("InvalidSelectorException")),
        new(
            "exception:socket_timeout",
            Infrastructure,
            "timeout",
            one => one is SocketException { SocketErrorCode: SocketError.TimedOut }
        ),
        new(
            "exception:socket",
            Infrastructure,
            "connection_dropped",
            one => one is SocketException
        ),
        new("exception:timeout", Infrastructure, "timeout", IsTimeout),
        new("exception:http", Infrastructure, "connection_dropped", IsHttpConnection),
        new("exception:http_status", Infrastructure, "http_error", IsPassingHttpStatus),
        new(
            "exception:broken_pipe",
            Infrastructure,
            "connection_dropped",
            one => one is IOException && BrokenPipe.Contains(one.HResult)
        ),
        new(
            "exception:disk_full",
            Infrastructure,
            "disk_full",
            one => one is IOException && DiskFull.Contains(one.HResult)
        ),
        new("exception:file", Input, "file_missing", IsMissingFile),
    ];

    /// <summary>
    /// A command that a script does not find: its author's slip, unless the text knows it for a tool
    /// that the machine lacks.
    /// </summary>
    public static TypedCause MissingCommand { get; } =
        new(
            "exception:command",
            Unknown,
            Failure.CommandNotFoundType,
            one => one.Is("System.Management.Automation.CommandNotFoundException")
        );

    /// <summary>
    /// Whether a failure is that of a connection or of a wait: whoever was at the other end may have
    /// done what was asked all the same.
    /// </summary>
    public static bool LosesContact(IReadOnlyList<Exception> chain) =>
        BeforeText.FirstOrDefault(cause => chain.Any(cause.Matches)) is { } cause
            ? Contacts.Contains(cause.Name)
            : chain.Any(WebDriver.Matches);

    /// <summary>What is left when the text said nothing: the session is not usable.</summary>
    public static TypedCause WebDriver { get; } =
        new(
            "exception:webdriver",
            Infrastructure,
            "appium_crash",
            one => one.Is(Selenium + "WebDriverException")
        );

    private static Func<Exception, bool> Named(params string[] names) =>
        exception => names.Any(name => exception.Is(Selenium + name));

    // A cancelled operation inside of another failure was cancelled by that one's time limit; one
    // that stands alone is no more than a stop.
    private static bool IsTimeout(Exception exception) =>
        exception is TimeoutException
        || exception is not OperationCanceledException
            && exception.InnerException is OperationCanceledException;

    private static bool IsHttpConnection(Exception exception) =>
        exception is HttpRequestException { StatusCode: null };

    private static bool IsPassingHttpStatus(Exception exception) =>
        exception is HttpRequestException { StatusCode: { } status }
        && (
            (int)status >= 500
            || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
        );

    // The runtime throws the same type when a program's own library is missing, which no job's data
    // can be blamed for.
    private static bool IsMissingFile(Exception exception) =>
        (
            exception is FileNotFoundException or DirectoryNotFoundException
            || exception.Is("System.Management.Automation.ItemNotFoundException")
        )
        && !exception.Message.StartsWith(
            "Could not load file or assembly",
            StringComparison.Ordinal
        );
}
