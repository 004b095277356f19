using System.Net.Sockets;
using RetryOrchestrator.Engine.Guards;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Passes;

namespace RetryOrchestrator.Engine.Tests.Guards;

/// <summary>Which ends of an attempt are outcomes of its own. Evidence in, verdict out.</summary>
public sealed class PointOfNoReturnTests
{
    private static readonly Checkpoint Posting = new("posting to ada");

    public static TheoryData<string, FailureEvidence> WithoutOutcome() =>
        new()
        {
            {
                "the time limit",
                Evidence() with
                {
                    PresumedCategory = FailureCategory.Infrastructure,
                    PresumedType = Failure.TimeoutType,
                    LeavesOpen = true,
                }
            },
            { "the process died", Failure.InterruptedEvidence },
            { "SIGKILL", Evidence() with { ExitCode = 137, Signal = 9 } },
            { "SIGSEGV", Evidence() with { ExitCode = 139, Signal = 11 } },
            { "SIGPIPE", Evidence() with { ExitCode = 141, Signal = 13 } },
            { "a shell's word for SIGKILL", Evidence() with { ExitCode = 137 } },
            { "a shell's word for SIGTERM", Evidence() with { ExitCode = 143 } },
            { "a connection", Evidence() with { Exception = new SocketException(104) } },
            { "a request without answer", Evidence() with { Exception = new TimeoutException() } },
            { "a lost device", Evidence() with { LeavesOpen = true } },
        };

    public static TheoryData<string, FailureEvidence> OfItsOwn() =>
        new()
        {
            { "an exit code", Evidence() with { ExitCode = 3 } },
            {
                "an exit code, whatever was said",
                Evidence() with
                {
                    Message = "Connection reset by peer",
                    ExitCode = 1,
                }
            },
            { "an error", Evidence() with { Exception = new InvalidOperationException("no") } },
            {
                "a stated failure",
                Evidence() with
                {
                    DeclaredCategory = FailureCategory.Infrastructure,
                    DeclaredType = "busy",
                    Exception = new TimeoutException(),
                }
            },
            {
                "an answer of the server",
                Evidence() with
                {
                    Exception = new HttpRequestException(
                        "503",
                        null,
                        System.Net.HttpStatusCode.ServiceUnavailable
                    ),
                }
            },
        };

    [Theory]
    [MemberData(nameof(WithoutOutcome))]
    public void What_ended_without_an_outcome_after_it_is_uncertain(
        string what,
        FailureEvidence evidence
    )
    {
        var judged = PointOfNoReturn.Judge(Failed(evidence), Posting);

        Assert.True(judged.Outcome == AttemptOutcome.Uncertain, what);
        Assert.Equal(Posting, judged.Checkpoint);
        Assert.Equal(evidence.Message, judged.Failure?.Message.Length > 0 ? evidence.Message : "");
    }

    [Theory]
    [MemberData(nameof(OfItsOwn))]
    public void What_said_itself_how_it_ended_is_what_it_said(string what, FailureEvidence evidence)
    {
        var verdict = Failed(evidence);

        var judged = PointOfNoReturn.Judge(verdict, Posting);

        Assert.True(judged.Outcome == AttemptOutcome.Failed, what);
        Assert.Equal((verdict.Failure, Posting), (judged.Failure, judged.Checkpoint));
    }

    [Theory]
    [InlineData(AttemptOutcome.Cancelled)]
    [InlineData(AttemptOutcome.Deferred)]
    public void What_was_stopped_or_put_off_after_it_is_uncertain(AttemptOutcome outcome)
    {
        var judged = PointOfNoReturn.Judge(new AttemptVerdict(outcome), Posting);

        Assert.Equal(AttemptOutcome.Uncertain, judged.Outcome);
        Assert.Equal(PointOfNoReturn.StoppedType, judged.Failure?.Type);
    }

    [Fact]
    public void A_rule_of_the_users_does_not_make_an_outcome_of_a_kill()
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
        var failure = classifier.Classify(Evidence() with { ExitCode = 137, Signal = 9 });

        var judged = PointOfNoReturn.Judge(
            new AttemptVerdict(AttemptOutcome.Failed, failure),
            Posting
        );

        Assert.Equal(
            (AttemptOutcome.Uncertain, "too_large"),
            (judged.Outcome, judged.Failure?.Type)
        );
    }

    [Fact]
    public void A_success_is_a_success() =>
        Assert.False(PointOfNoReturn.IsOpen(new AttemptVerdict(AttemptOutcome.Success)));

    private static FailureEvidence Evidence() => new() { Message = "it ended" };

    private static AttemptVerdict Failed(FailureEvidence evidence) =>
        new(AttemptOutcome.Failed, FailureClassifier.BuiltIn.Classify(evidence));
}
