using System.Net;
using System.Net.Sockets;
using OpenQA.Selenium;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Engine.Tests.Outcomes;

/// <summary>What decides what a failure is, and in which order.</summary>
public class FailureClassifierTests
{
    public static TheoryData<string, Exception> Causes() =>
        new()
        {
            { "infrastructure/timeout", new TimeoutException("Account suspended") },
            {
                "infrastructure/timeout",
                new HttpRequestException("x", new TaskCanceledException())
            },
            { "infrastructure/timeout", new SocketException((int)SocketError.TimedOut) },
            {
                "infrastructure/connection_dropped",
                new SocketException((int)SocketError.ConnectionRefused)
            },
            {
                "infrastructure/connection_dropped",
                new IOException("x", new SocketException((int)SocketError.ConnectionReset))
            },
            { "infrastructure/connection_dropped", new HttpRequestException("x") },
            {
                "infrastructure/connection_dropped",
                new AggregateException(
                    new InvalidOperationException("x"),
                    new InvalidOperationException(
                        "y",
                        new SocketException((int)SocketError.HostNotFound)
                    )
                )
            },
            { "infrastructure/connection_dropped", new IOException("Broken pipe", 32) },
            { "infrastructure/disk_full", new IOException("x", unchecked((int)0x80070070)) },
            {
                "infrastructure/http_error",
                new HttpRequestException("x", null, HttpStatusCode.BadGateway)
            },
            { "unknown/", new HttpRequestException("x", null, HttpStatusCode.NotFound) },
            { "input/file_missing", new FileNotFoundException("gone") },
            { "input/file_missing", new DirectoryNotFoundException("gone") },
            {
                "unknown/program_missing",
                new FileNotFoundException("Could not load file or assembly 'X, Version=1.0.0.0'")
            },
            { "infrastructure/timeout", new WebDriverTimeoutException("x") },
            { "unknown/element_not_found", new NoSuchElementException("x") },
            { "infrastructure/ui_stuck", new StaleElementReferenceException("x") },
            { "unknown/invalid_selector", new InvalidSelectorException("x") },
            { "infrastructure/appium_crash", new WebDriverException("x") },
            { "account/suspended", new WebDriverException("Account suspended") },
            {
                "infrastructure/connection_dropped",
                new WebDriverException(
                    "x",
                    new HttpRequestException(
                        "y",
                        new SocketException((int)SocketError.ConnectionRefused)
                    )
                )
            },
            {
                "infrastructure/timeout",
                new WebDriverException("x", new TaskCanceledException("y"))
            },
            { "unknown/", new NotImplementedException("unknown endpoint") },
            {
                "infrastructure/appium_crash",
                new InvalidOperationException("A new session could not be created. Details: x")
            },
            { "unknown/", new OperationCanceledException("stopped") },
        };

    [Theory]
    [MemberData(nameof(Causes))]
    public void A_cause_is_recognised_by_its_type_before_its_text(string expected, Exception cause)
    {
        var failure = Classify(new FailureEvidence { Message = cause.Message, Exception = cause });

        Assert.Equal(expected, $"{failure.Category.ToWord()}/{failure.Type}");
    }

    [Fact]
    public void The_start_and_the_end_of_a_long_message_are_looked_at()
    {
        var page = string.Concat(Enumerable.Repeat("<div class='x'>text</div>\n", 40_000));

        Assert.Equal("suspended", Classify("Account suspended\n" + page).Type);
        Assert.Equal("suspended", Classify(page + "Account suspended").Type);
        Assert.Equal("", Classify(page + "Account suspended" + page).Type);
    }

    [Fact]
    public void Of_a_long_message_the_start_and_the_end_are_kept()
    {
        var message = "start " + new string('x', 1_000_000) + " end";

        var kept = Classify(message).Message;

        Assert.StartsWith("start xxx", kept);
        Assert.EndsWith("xxx end", kept);
        Assert.InRange(kept.Length, 8_000, 8_003);
        var declared = new FailureEvidence
        {
            Message = message,
            DeclaredCategory = FailureCategory.Input,
        };
        Assert.Equal(kept, Classify(declared).Message);
    }

    [Fact]
    public void The_text_of_inner_exceptions_counts_too()
    {
        var failure = Classify(
            new FailureEvidence
            {
                Message = "The script failed.",
                Exception = new ApplicationException(
                    "The script failed.",
                    new ApplicationException("Account suspended")
                ),
            }
        );

        Assert.Equal("suspended", failure.Type);
        Assert.Equal("The script failed.", failure.Message);
    }

    [Fact]
    public void The_rule_that_decided_is_named()
    {
        Assert.Equal("builtin:adb_timeout", Classify("ADB timeout").Rule);
        Assert.Equal(
            "exception:file",
            Classify(
                new FailureEvidence { Message = "x", Exception = new FileNotFoundException() }
            ).Rule
        );
        Assert.Null(Classify("Something went wrong").Rule);
    }

    private static Failure Classify(string message) =>
        Classify(new FailureEvidence { Message = message });

    private static Failure Classify(FailureEvidence evidence) =>
        FailureClassifier.BuiltIn.Classify(evidence);
}
