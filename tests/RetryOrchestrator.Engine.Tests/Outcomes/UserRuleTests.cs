using System.Net;
using System.Net.Sockets;
using OpenQA.Selenium;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Engine.Tests.Outcomes;

/// <summary>Rules of the user's own: when one matches, and what it beats.</summary>
public class UserRuleTests
{
    [Fact]
    public void What_the_executor_declares_beats_them_too()
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
