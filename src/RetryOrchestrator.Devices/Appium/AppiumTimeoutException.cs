using OpenQA.Selenium;

namespace RetryOrchestrator.Devices.Appium;

/// <summary>The server did not answer a command in its time: it is frozen, or out of reach.</summary>
public sealed class AppiumTimeoutException : WebDriverException
{
    internal AppiumTimeoutException(HttpRequestMessage request, TimeSpan limit)
        : base(
            FormattableString.Invariant(
                $"The Appium server at {request.RequestUri!.Authority} did not answer {request.Method} {Command(request)} within {limit.TotalSeconds:0.###} s."
            )
        ) { }

    // Session and element ids say nothing to a reader.
    private static string Command(HttpRequestMessage request) =>
        string.Join(
            '/',
            request
                .RequestUri!.AbsolutePath.Split('/')
                .Select(segment => segment.Length > 24 ? "…" : segment)
        );
}
