using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Engine.Tests.Outcomes;

/// <summary>What a signal means, and an exit code that stands for one.</summary>
public sealed class ProgramEndTests
{
    private const string Suspended = "Your account has been suspended";

    [Theory]
    [InlineData(137, 9)]
    [InlineData(143, 15)]
    [InlineData(137, null)]
    [InlineData(143, null)]
    public void What_was_ended_from_outside_is_killed_whatever_it_had_printed(int code, int? signal)
    {
        foreach (
            string[] said in (string[][])
                [
                    [],
                    [Suspended],
                    ["Video file not found: a.mp4"],
                ]
        )
        {
            var failure = Ended(code, signal, said);

            Assert.Equal(
                (FailureCategory.Infrastructure, "killed", "signal:killed"),
                (failure.Category, failure.Type, failure.Rule)
            );
            Assert.Equal((code, signal), (failure.ExitCode, failure.Signal));
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(11)]
    public void What_the_processor_stopped_has_crashed_whatever_it_had_printed(int signal)
    {
        foreach (int? known in (int?[])[signal, null])
        {
            Assert.Equal(
                (FailureCategory.Unknown, "crashed"),
                Sorted(Ended(128 + signal, known, Suspended))
            );
            Assert.Equal((FailureCategory.Unknown, "crashed"), Sorted(Ended(128 + signal, known)));
        }
    }

    [Fact]
    public void What_aborted_has_crashed_unless_it_said_why()
    {
        Assert.Equal((FailureCategory.Unknown, "crashed"), Sorted(Ended(134, 6)));
        Assert.Equal((FailureCategory.Unknown, "crashed"), Sorted(Ended(134, null, "Aborted")));
        // As .NET and C++ end with an exception that nobody caught.
        Assert.Equal(
            (FailureCategory.Infrastructure, "out_of_memory"),
            Sorted(Ended(134, 6, "terminate called", "  what():  std::bad_alloc"))
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(10)]
    public void Other_signals_say_nothing_by_themselves(int signal) =>
        Assert.Equal((FailureCategory.Unknown, ""), Sorted(Ended(128 + signal, signal)));

    [Theory]
    [InlineData(127, "bash: line 1: post: command not found")]
    [InlineData(127, "env: 'post': No such file or directory")]
    [InlineData(127, "post: Kommando nicht gefunden.")]
    [InlineData(127, "")]
    [InlineData(126, "bash: ./post.sh: Permission denied")]
    [InlineData(126, "bash: ./a.mp4: cannot execute binary file: Exec format error")]
    public void A_shell_that_could_not_run_its_command_says_so_by_its_exit_code(
        int code,
        string said
    ) =>
        Assert.Equal(
            (FailureCategory.Infrastructure, "command_not_found"),
            Sorted(said.Length == 0 ? Ended(code, null) : Ended(code, null, said))
        );

    [Fact]
    public void A_program_that_uses_such_a_code_for_what_it_found_out_of_the_account_has_said_so() =>
        Assert.Equal((FailureCategory.Account, "suspended"), Sorted(Ended(127, null, Suspended)));

    [Fact]
    public void A_rule_of_the_users_beats_what_a_signal_means()
    {
        var classifier = new FailureClassifier([
            new()
            {
                Name = "own",
                Category = FailureCategory.Input,
                Type = "too_large",
                Signal = 9,
            },
        ]);

        Assert.Equal("too_large", classifier.Classify(Evidence(137, 9, [])).Type);
        Assert.Equal("killed", classifier.Classify(Evidence(143, 15, [])).Type);
    }

    [Fact]
    public void The_message_says_who_may_have_killed_it_and_what_it_said_last()
    {
        Assert.Equal(
            "killed by SIGKILL from outside, possibly by the machine's memory killer; it last said: 41 of 60",
            Ended(137, 9, "40 of 60", "41 of 60").Message
        );
        Assert.Equal("killed by SIGTERM from outside", Ended(143, 15).Message);
        Assert.Equal(
            "exit code 137, as of a program killed by SIGKILL, possibly by the machine's memory killer",
            Ended(137, null).Message
        );
        Assert.Equal(
            "killed by SIGKILL from outside, as it seems by the machine's memory killer, which has ended a process since",
            FailureClassifier
                .BuiltIn.Classify(Evidence(137, 9, []) with { MemoryKillerStruck = true })
                .Message
        );
    }

    private static (FailureCategory, string) Sorted(Failure failure) =>
        (failure.Category, failure.Type);

    private static Failure Ended(int code, int? signal, params string[] said) =>
        FailureClassifier.BuiltIn.Classify(Evidence(code, signal, said));

    private static FailureEvidence Evidence(int code, int? signal, string[] said) =>
        new()
        {
            Message = SignalName.Describe(code, signal),
            Output = new ProgramOutput(said, []),
            ExitCode = code,
            Signal = signal,
        };
}
