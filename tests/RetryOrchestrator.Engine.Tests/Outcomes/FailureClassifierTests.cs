using System.Net;
using System.Net.Sockets;
using OpenQA.Selenium;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Engine.Tests.Outcomes;

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
    public void What_the_executor_declares_beats_everything()
    {
        var classifier = new FailureClassifier([Rule("timeout", FailureCategory.Input)]);
        var failure = classifier.Classify(
            new FailureEvidence
            {
                Message = "timeout",
                Exception = new TimeoutException(),
                DeclaredCategory = FailureCategory.Account,
                DeclaredType = "shadowed",
            }
        );

        Assert.Equal(
            new Failure(FailureCategory.Account, "shadowed", "timeout", FailureClassifier.Declared),
            failure
        );
    }

    [Fact]
    public void A_users_rule_governs_what_the_orchestrator_itself_knows_by_type_or_message()
    {
        var timeout = new FailureEvidence
        {
            Message = "The attempt exceeded its time limit of 300 s",
            PresumedCategory = FailureCategory.Infrastructure,
            PresumedType = Failure.TimeoutType,
        };
        var byType = new FailureRule
        {
            Name = "own",
            Category = FailureCategory.Input,
            Type = "too_long",
            WhenType = Failure.TimeoutType,
        };

        Assert.Equal(("timeout", "orchestrator"), (Classify(timeout).Type, Classify(timeout).Rule));
        Assert.Equal("too_long", new FailureClassifier([byType]).Classify(timeout).Type);
        Assert.Equal(
            FailureCategory.Unknown,
            new FailureClassifier([Rule("time limit of 300 s", FailureCategory.Unknown)])
                .Classify(timeout)
                .Category
        );
        Assert.Equal(
            Failure.InterruptedType,
            new FailureClassifier([byType]).Classify(Failure.InterruptedEvidence).Type
        );
        // What a program prints is not what the orchestrator knows.
        Assert.Equal(
            "timeout",
            new FailureClassifier([byType])
                .Classify(new FailureEvidence { Message = "timeout" })
                .Type
        );
    }

    [Fact]
    public void A_users_rule_may_ask_for_the_signal_and_for_the_code_of_a_program_that_said_something()
    {
        var classifier = new FailureClassifier([
            new()
            {
                Name = "signal",
                Category = FailureCategory.Infrastructure,
                Type = "killed",
                Signal = 9,
            },
            new()
            {
                Name = "code",
                Category = FailureCategory.Account,
                ExitCode = 75,
            },
        ]);
        var evidence = new FailureEvidence
        {
            Message = "",
            Output = new ProgramOutput(["it is over"], []),
            ExitCode = 75,
        };

        Assert.Equal(
            new Failure(FailureCategory.Account, "", "it is over", "code") { ExitCode = 75 },
            classifier.Classify(evidence)
        );
        Assert.Equal(
            new Failure(FailureCategory.Infrastructure, "killed", "it is over", "signal")
            {
                ExitCode = 137,
                Signal = 9,
                LeavesOpen = true,
            },
            classifier.Classify(evidence with { ExitCode = 137, Signal = 9 })
        );
    }

    [Fact]
    public void The_users_rules_beat_the_built_in_ones_types_included()
    {
        var classifier = new FailureClassifier([
            Rule("no such phrase", FailureCategory.Account),
            Rule("gone", FailureCategory.Infrastructure),
            Rule("gone", FailureCategory.Account),
        ]);
        var failure = classifier.Classify(
            new FailureEvidence
            {
                Message = "the file is gone",
                Exception = new FileNotFoundException(),
            }
        );

        Assert.Equal(FailureCategory.Infrastructure, failure.Category);
        Assert.Equal("rule gone", failure.Rule);
    }

    [Fact]
    public void A_rule_matches_when_everything_it_names_matches()
    {
        var classifier = new FailureClassifier([
            Rule("quota", FailureCategory.Account) with
            {
                ExitCode = 75,
                ExceptionType = "InvalidOperationException",
            },
        ]);
        var evidence = new FailureEvidence
        {
            Message = "quota reached",
            ExitCode = 75,
            Exception = new ApplicationException("x", new ObjectDisposedException("y")),
        };

        // ObjectDisposedException derives from InvalidOperationException.
        Assert.Equal(FailureCategory.Account, classifier.Classify(evidence).Category);
        Assert.Equal(
            FailureCategory.Unknown,
            classifier.Classify(evidence with { ExitCode = 1 }).Category
        );
        Assert.Equal(
            FailureCategory.Unknown,
            classifier.Classify(evidence with { Message = "quotas" }).Category
        );
        Assert.Equal(
            FailureCategory.Unknown,
            classifier.Classify(evidence with { Exception = null }).Category
        );
    }

    [Theory]
    [InlineData("ban", "a ban was set", true)]
    [InlineData("ban", "banner", false)]
    [InlineData("ban", "turban", false)]
    [InlineData("ban|kick", "sidekick", false)]
    [InlineData("error:", "error:42", true)]
    [InlineData(@"\[E\d+\]", "x[E42]y", true)]
    [InlineData("BAN", "ban", true)]
    [InlineData("ban\\w*", "banned", true)]
    [InlineData("a.c", "a\nc", false)]
    public void A_rules_message_is_found_as_whole_words(string pattern, string message, bool found)
    {
        var classifier = new FailureClassifier([Rule(pattern, FailureCategory.Account)]);
        var failure = classifier.Classify(new FailureEvidence { Message = message });

        Assert.Equal(found, failure.Rule == "rule " + pattern);
    }

    [Fact]
    public void A_rule_that_takes_too_long_does_not_match_and_is_reported_once()
    {
        var reports = new List<string>();
        var classifier = new FailureClassifier(
            [
                Rule(@"(\w+\s?)*=", FailureCategory.Account),
                Rule("aaa", FailureCategory.Infrastructure),
            ],
            reports.Add
        );
        var evidence = new FailureEvidence { Message = "aaa " + new string('a', 200) + "!" };

        Assert.Equal(FailureCategory.Infrastructure, classifier.Classify(evidence).Category);
        Assert.Equal(FailureCategory.Infrastructure, classifier.Classify(evidence).Category);
        Assert.Contains("took longer than 250 ms", Assert.Single(reports));
    }

    [Fact]
    public void A_faulty_rule_is_refused_before_anything_is_classified()
    {
        Assert.ThrowsAny<ArgumentException>(() =>
            new FailureClassifier([Rule("(", FailureCategory.Account)])
        );
        Assert.Throws<ArgumentException>(() =>
            new FailureClassifier([
                new FailureRule { Name = "x", Category = FailureCategory.Account },
            ])
        );
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

    private static FailureRule Rule(string message, FailureCategory category) =>
        new()
        {
            Name = "rule " + message,
            Category = category,
            Message = message,
        };
}
