using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Engine.Tests.Summary;

/// <summary>Why an attempt is what it is, in the one line that a table has for it.</summary>
public class AttemptNoteTests
{
    private static readonly OrchestratorAttempt Killed = new()
    {
        JobId = "v17",
        Outcome = AttemptOutcome.Uncertain,
        Message = "killed by SIGKILL from outside.\nat post.sh",
        Checkpoint = "posting to ada",
    };

    [Fact]
    public void An_uncertain_one_says_how_it_ended_and_what_may_have_happened() =>
        Assert.Equal(
            "killed by SIGKILL from outside; 'posting to ada' may have happened",
            Killed.Note
        );

    [Theory]
    [InlineData(Verification.Happened, null, "asked: 'posting to ada' had happened")]
    [InlineData(Verification.DidNotHappen, "ignored", "asked: 'posting to ada' had not happened")]
    [InlineData(
        Verification.NoAnswer,
        null,
        "'posting to ada' may have happened; asked: no answer"
    )]
    [InlineData(
        Verification.NoAnswer,
        "exit code 7",
        "'posting to ada' may have happened; asked: no answer (exit code 7)"
    )]
    public void What_was_answered_stands_behind_it(
        Verification answer,
        string? note,
        string said
    ) =>
        Assert.Equal(
            $"killed by SIGKILL from outside; {said}",
            (Killed with { Verification = answer, VerificationNote = note }).Note
        );

    [Fact]
    public void One_that_failed_by_itself_names_its_checkpoint() =>
        Assert.Equal(
            "exit code 3; its checkpoint was 'posting to ada'",
            (Killed with { Outcome = AttemptOutcome.Failed, Message = "exit code 3" }).Note
        );

    [Fact]
    public void One_that_was_given_back_says_why() =>
        Assert.Equal(
            "ADB timeout; given back: worker 2 was set aside",
            new OrchestratorAttempt
            {
                JobId = "v1",
                Outcome = AttemptOutcome.Failed,
                Message = "ADB timeout",
                GivenBack = "worker 2 was set aside",
            }.Note
        );

    [Fact]
    public void A_long_reason_leaves_room_for_what_follows_it()
    {
        var note = (Killed with { Message = new string('x', 5000) }).Note;

        Assert.EndsWith("…; 'posting to ada' may have happened", note);
        Assert.InRange(note.Length, 100, 250);
    }

    [Fact]
    public void Nothing_a_terminal_would_obey_is_in_it() =>
        Assert.DoesNotContain('\u001b', (Killed with { Checkpoint = "\u001b[31mred\nline" }).Note);

    [Fact]
    public void A_success_has_nothing_to_say() =>
        Assert.Equal(
            "",
            new OrchestratorAttempt { JobId = "v1", Outcome = AttemptOutcome.Success }.Note
        );
}
