using System.Net.Sockets;
using OpenQA.Selenium;
using RetryOrchestrator.Devices.Appium;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Devices.Tests.Facts;

/// <summary>
/// What Selenium was seen to throw, row by row, and what it means: with its type, as a device
/// attempt has it, and by its words alone, as a script's or program's output has them. Those that a
/// server can be brought to are brought about in <see cref="Appium.AppiumFailureTests"/> too.
/// </summary>
public sealed class AppiumFactsTests
{
    private const FailureCategory Infrastructure = FailureCategory.Infrastructure;
    private const string Sending =
        "An unknown exception was encountered sending an HTTP request to the remote WebDriver "
        + "server for URL http://127.0.0.1:4723/session/1/source. The exception message was: ";

    private static readonly (
        string Name,
        Exception Thrown,
        FailureCategory Category,
        string Type
    )[] All =
    [
        (
            "server gone",
            new WebDriverException(
                $"{Sending}Connection refused (127.0.0.1:4723)",
                new HttpRequestException(
                    "Connection refused (127.0.0.1:4723)",
                    new SocketException((int)SocketError.ConnectionRefused)
                )
            ),
            Infrastructure,
            "connection_dropped"
        ),
        (
            "killed in mid-command",
            new WebDriverException(
                $"{Sending}An error occurred while sending the request.",
                new HttpRequestException(
                    "An error occurred while sending the request.",
                    new IOException(
                        "Unable to read data from the transport connection: Connection reset by peer.",
                        new SocketException((int)SocketError.ConnectionReset)
                    )
                )
            ),
            Infrastructure,
            "connection_dropped"
        ),
        (
            "server frozen",
            new WebDriverException(
                "The HTTP request to the remote WebDriver server for URL "
                    + "http://127.0.0.1:4723/session/1/source timed out after 60 seconds.",
                new TaskCanceledException()
            ),
            Infrastructure,
            "appium_timeout"
        ),
        (
            "session expired or deleted",
            new WebDriverException("A session is either terminated or not started"),
            Infrastructure,
            "appium_crash"
        ),
        (
            "session not created",
            new InvalidOperationException(
                "A new session could not be created. Details: the app is missing (SessionNotCreated)"
            ),
            Infrastructure,
            "appium_crash"
        ),
        (
            "session not created through a Grid",
            new InvalidOperationException(
                "Could not start a new session. Unable to find provider for session (SessionNotCreated)"
            ),
            Infrastructure,
            "appium_crash"
        ),
        (
            "all slots of the Grid busy",
            new InvalidOperationException(
                "Could not start a new session. New session request timed out (SessionNotCreated)"
            ),
            Infrastructure,
            "grid_busy"
        ),
        (
            "driver missing",
            new UnknownErrorException(
                "Could not find a driver for automationName 'UiAutomator2' and platformName 'Android'."
            ),
            Infrastructure,
            "appium_driver_missing"
        ),
        (
            "no device",
            new UnknownErrorException("Could not find a connected Android device in 20000ms"),
            Infrastructure,
            "device_not_found"
        ),
        (
            "instrumentation dead",
            new UnknownErrorException(
                "'GET /source' cannot be proxied to UiAutomator2 server because the instrumentation process is not running (probably crashed)"
            ),
            Infrastructure,
            "appium_crash"
        ),
        (
            "instrumentation hung up",
            new UnknownErrorException(
                "Could not proxy command to the remote server. Original error: socket hang up"
            ),
            Infrastructure,
            "appium_crash"
        ),
        (
            "no element",
            new NoSuchElementException("no such element"),
            FailureCategory.Unknown,
            "element_not_found"
        ),
        (
            "stale element",
            new StaleElementReferenceException("stale element reference"),
            Infrastructure,
            "ui_stuck"
        ),
        (
            "element state",
            new InvalidElementStateException("invalid element state"),
            Infrastructure,
            "ui_stuck"
        ),
        (
            "selector",
            new InvalidSelectorException("invalid selector: //*["),
            FailureCategory.Input,
            "invalid_selector"
        ),
        ("alert", new UnhandledAlertException("unexpected alert open"), Infrastructure, "ui_stuck"),
        (
            "a wait of Selenium's",
            new WebDriverTimeoutException("Timed out after 30 seconds"),
            Infrastructure,
            "timeout"
        ),
        (
            "proxy answers HTML",
            new WebDriverException(
                "The newSession command returned an unexpected error. <html><body>502 Bad Gateway</body></html>"
            ),
            Infrastructure,
            "appium_endpoint"
        ),
    ];

    public static TheoryData<string> Names => new(All.Select(row => row.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void In_a_device_attempt(string name)
    {
        var (_, thrown, category, type) = All.Single(row => row.Name == name);

        var failure = FailureClassifier.BuiltIn.Classify(AppiumFailure.Describe(thrown)!);

        Assert.Equal((category, type), (failure.Category, failure.Type));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void In_the_words_of_a_script_or_program_it_is_never_the_accounts_or_the_jobs_fault(
        string name
    )
    {
        var (_, thrown, category, _) = All.Single(row => row.Name == name);

        var failure = FailureClassifier.BuiltIn.Classify(
            new FailureEvidence { Message = $"{thrown.GetType().FullName}: {thrown.Message}" }
        );

        // Which selector a program's output complains of, a device attempt alone knows.
        var expected = category == FailureCategory.Input ? FailureCategory.Unknown : category;
        Assert.Equal(expected, failure.Category);
    }
}
