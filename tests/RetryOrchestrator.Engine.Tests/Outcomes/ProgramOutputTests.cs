using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Engine.Tests.Outcomes;

/// <summary>Where in a program's output the reason of its failure is found, and what is none.</summary>
public class ProgramOutputTests
{
    private const string Reason = "Captcha required";

    [Theory]
    [MemberData(nameof(ToolOutputs.Wrappings), MemberType = typeof(ToolOutputs))]
    public void The_reason_is_found_in_what_stands_around_it(string tool, string output)
    {
        var failure = Classify(Lines(output), []);

        Assert.Equal(
            (tool, "account/captcha"),
            (tool, $"{failure.Category.ToWord()}/{failure.Type}")
        );
        Assert.Contains(Reason, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ToolOutputs.Wrappings), MemberType = typeof(ToolOutputs))]
    public void A_reason_that_no_rule_knows_is_the_message_all_the_same(string tool, string output)
    {
        var failure = Classify(Lines(output.Replace("Captcha", "Blue moon")), []);

        Assert.Equal((tool, FailureCategory.Unknown), (tool, failure.Category));
        Assert.Contains("Blue moon required", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_reasons_the_later_one_counts()
    {
        var failure = Classify(["error: device offline", "Captcha required", "giving up"], []);

        Assert.Equal(("captcha", "Captcha required"), (failure.Type, failure.Message));
    }

    [Theory]
    [InlineData("warning: device offline", "Captcha required")]
    [InlineData("Captcha required", "[WARN] device offline")]
    [InlineData("Captcha required", "(node:12) DeprecationWarning: timeout exceeded")]
    [InlineData("Captcha required", "INFO: connection closed")]
    public void A_warning_counts_only_where_nothing_else_does(string first, string second) =>
        Assert.Equal("captcha", Classify([first, second], []).Type);

    [Fact]
    public void A_warning_is_better_than_nothing()
    {
        var failure = Classify(["WARNING: device offline", "that was all"], []);

        Assert.Equal(
            ("device_offline", "WARNING: device offline"),
            (failure.Type, failure.Message)
        );
    }

    [Fact]
    public void News_count_only_where_nothing_else_was_said()
    {
        Assert.Equal("captcha", Classify(["INFO:root:Captcha required"], []).Type);
        Assert.Equal("", Classify(["INFO:root:Captcha required", "KeyError: 'x'"], []).Type);
    }

    [Fact]
    public void Standard_output_counts_where_standard_error_says_nothing_of_its_own()
    {
        Assert.Equal("captcha", Classify([], [Reason]).Type);
        Assert.Equal("captcha", Classify(["warning: a newer version is there"], [Reason]).Type);
        Assert.Equal("captcha", Classify(["make: *** [all] Error 1"], [Reason]).Type);

        var other = Classify(["KeyError: 'x'"], ["Please log in to see more"]);
        Assert.Equal((FailureCategory.Unknown, "KeyError: 'x'"), (other.Category, other.Message));
    }

    [Fact]
    public void Without_output_the_message_says_how_it_ended()
    {
        var failure = FailureClassifier.BuiltIn.Classify(
            new FailureEvidence
            {
                Message = SignalName.Describe(141, 13),
                Output = ProgramOutput.None,
                ExitCode = 141,
                Signal = 13,
            }
        );

        Assert.Equal(
            ("ended by signal 13 (SIGPIPE)", 141, 13),
            (failure.Message, failure.ExitCode, failure.Signal)
        );
    }

    [Fact]
    public void What_is_the_matter_with_the_log_stands_behind_the_message()
    {
        var failure = FailureClassifier.BuiltIn.Classify(
            new FailureEvidence
            {
                Message = "exit code 1",
                Output = new ProgramOutput([Reason], []),
                Remark = "no log: disk full",
            }
        );

        Assert.Equal(
            ("captcha", "Captcha required (no log: disk full)"),
            (failure.Type, failure.Message)
        );
    }

    [Fact]
    public void A_users_rule_may_be_about_any_line()
    {
        var classifier = new FailureClassifier([
            new()
            {
                Name = "own",
                Category = FailureCategory.Input,
                Message = @"\*\*\* \[video\]",
            },
        ]);

        var failure = classifier.Classify(
            new FailureEvidence
            {
                Message = "",
                Output = new ProgramOutput(["Captcha required", "make: *** [video] Error 1"], []),
            }
        );

        Assert.Equal(
            (FailureCategory.Input, "make: *** [video] Error 1"),
            (failure.Category, failure.Message)
        );
    }

    [Fact]
    public void Escape_sequences_are_no_part_of_a_message_whoever_sent_it()
    {
        var failure = FailureClassifier.BuiltIn.Classify(
            new FailureEvidence { Message = "\u001b[31;1mCaptcha \u001b[0mrequired\u001b[0m" }
        );

        Assert.Equal(("captcha", Reason), (failure.Type, failure.Message));
    }

    [Fact]
    public void Lines_of_any_length_and_kind_are_read_in_bounded_time()
    {
        string[] lines =
        [
            new string(' ', 100_000) + "x",
            string.Concat(Enumerable.Repeat("a ", 50_000)),
            new string('|', 100_000),
            "   | " + new string('~', 100_000),
            string.Concat(Enumerable.Repeat("2026-", 20_000)),
            string.Concat(Enumerable.Repeat("    at ", 20_000)),
            "^",
            ".",
        ];

        Assert.Equal(FailureCategory.Unknown, Classify(lines, lines).Category);
    }

    [Theory]
    [InlineData("    at post (/jobs/post.js:3:11)", "exit code 1: at post (/jobs/post.js:3:11)")]
    [InlineData("#0 0x55a1b2c3d4e5 <unknown>", "exit code 1: #0 0x55a1b2c3d4e5 <unknown>")]
    public void Where_there_is_nothing_but_a_trace_the_message_says_how_the_program_ended(
        string output,
        string message
    )
    {
        Assert.Equal(message, Classify(Lines(output), []).Message);
        Assert.Equal(message, Classify([], Lines(output)).Message);
    }

    private static string[] Lines(string text) =>
        text.Split('\n').Where(line => !string.IsNullOrWhiteSpace(line)).ToArray();

    private static Failure Classify(IReadOnlyList<string> error, IReadOnlyList<string> output) =>
        FailureClassifier.BuiltIn.Classify(
            new FailureEvidence
            {
                Message = "exit code 1",
                Output = new ProgramOutput(error, output),
                ExitCode = 1,
            }
        );
}
