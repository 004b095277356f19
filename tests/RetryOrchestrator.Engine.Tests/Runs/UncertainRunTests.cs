using RetryOrchestrator.Engine.Artifacts;
using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Tests.Support;

namespace RetryOrchestrator.Engine.Tests.Runs;

/// <summary>Attempts that end after their point of no return, with and without somebody to ask.</summary>
public sealed class UncertainRunTests : IDisposable
{
    private const string Word = "posting to ada";

    private static readonly AttemptResult Killed = new AttemptResult.Failed(
        new FailureEvidence
        {
            Message = "ended by signal 9 (SIGKILL)",
            ExitCode = 137,
            Signal = 9,
        }
    );

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("checkpoints-");
    private readonly CancellationTokenSource _stop = new();
    private readonly RunHarness _run = new() { Classifier = FailureClassifier.BuiltIn };

    public UncertainRunTests() =>
        _run.Checkpoints = new Checkpoints(Path.Combine(_folder.FullName, "state-checkpoints"));

    public void Dispose()
    {
        _run.Dispose();
        _stop.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_job_killed_after_it_is_uncertain_and_not_tried_again_by_itself()
    {
        var end = await _run.StartAsync(ListSource.Of("v1", "v2"), PostThenDie);

        Assert.Equal(PassResult.OnlyNonRetryable, end.Result);
        Assert.Equal((1, 1), (end.Jobs.Succeeded, end.Jobs.Uncertain));
        var attempt = Assert.Single(_run.Attempts(), attempt => attempt.JobId == "v1");
        Assert.Equal(
            (AttemptOutcome.Uncertain, "killed", Word, null),
            (attempt.Outcome, attempt.FailureType, attempt.Checkpoint, attempt.Verification)
        );
        Assert.Equal(JobStatus.Uncertain, _run.Jobs()[0].Status);
        var pass = Assert.Single(_run.Passes());
        Assert.Equal(
            (2, 1, 1, 1),
            (pass.Processed, pass.Succeeded, pass.Uncertain, pass.RunUncertain)
        );
        Assert.Contains("1 uncertain (may have been done)", pass.NextAction);

        // Nor by the next run, whose budgets are new.
        end = await _run.StartAsync(ListSource.Of("v1", "v2"), PostThenDie);
        Assert.Equal(1, end.Jobs.Uncertain);
        Assert.Equal(2, _run.Attempts().Count);
    }

    [Fact]
    public async Task A_job_that_ends_in_an_outcome_of_its_own_after_it_is_retried_as_ever()
    {
        var end = await _run.StartAsync(
            ListSource.Of("v1"),
            attempt =>
            {
                Checkpoints.Write(attempt.CheckpointPath!, Word);
                return attempt.CountedBefore > 0
                    ? Result.Ok
                    : new AttemptResult.Failed(
                        new FailureEvidence { Message = "exit code 3", ExitCode = 3 }
                    );
            }
        );

        Assert.True(end.AllSucceeded);
        Assert.Equal(
            [(AttemptOutcome.Failed, Word), (AttemptOutcome.Success, null)],
            _run.Attempts().Select(attempt => (attempt.Outcome!.Value, attempt.Checkpoint))
        );
    }

    [Fact]
    public async Task A_job_killed_before_it_is_retried_as_ever()
    {
        var end = await _run.StartAsync(
            ListSource.Of("v1"),
            attempt => attempt.CountedBefore == 0 ? Killed : Result.Ok
        );

        Assert.True(end.AllSucceeded);
    }

    [Fact]
    public async Task Whether_it_happened_is_asked_first_and_yes_is_success()
    {
        var verifier = Verifier(Verification.Happened);

        var end = await _run.StartAsync(ListSource.Of("v1", "v2"), PostThenDie);

        Assert.True(end.AllSucceeded);
        Assert.Equal([("v1", Word)], verifier.Asked);
        var attempt = Assert.Single(_run.Attempts(), attempt => attempt.JobId == "v1");
        Assert.Equal(
            (AttemptOutcome.Uncertain, Verification.Happened),
            (attempt.Outcome, attempt.Verification)
        );
        Assert.Null(_run.Jobs()[0].LastError);
        var pass = Assert.Single(_run.Passes());
        Assert.Equal((2, 0, PassResult.AllComplete), (pass.Succeeded, pass.Uncertain, pass.Result));
    }

    [Fact]
    public async Task No_is_retried_within_the_limits()
    {
        Verifier(Verification.DidNotHappen);

        var end = await _run.StartAsync(
            ListSource.Of("v1"),
            attempt => attempt.CountedBefore < 2 ? PostThenDie(attempt) : Result.Ok
        );

        Assert.True(end.AllSucceeded);
        Assert.Equal(
            [Verification.DidNotHappen, Verification.DidNotHappen, null],
            _run.Attempts().Select(attempt => attempt.Verification)
        );

        end = await _run.StartAsync(ListSource.Of("v1", "v3"), DieAlways);
        Assert.Equal(1, end.Jobs.FailedInfrastructure);
        Assert.Equal(4, _run.Attempts().Count(attempt => attempt.JobId == "v3"));
    }

    [Fact]
    public async Task No_answer_stays_uncertain_and_is_asked_again_at_the_next_start()
    {
        var first = Verifier(Verification.NoAnswer, "the site is down");
        var end = await _run.StartAsync(ListSource.Of("v1", "v2"), PostThenDie);

        Assert.Equal(1, end.Jobs.Uncertain);
        Assert.Equal("the site is down", _run.Attempts()[0].VerificationNote);
        Assert.Single(first.Asked);

        var second = Verifier(Verification.Happened);
        end = await _run.StartAsync(ListSource.Of("v1", "v2"), PostThenDie);

        Assert.True(end.AllSucceeded);
        Assert.Equal([("v1", Word)], second.Asked);
        Assert.Equal(Verification.Happened, _run.Attempts()[0].Verification);
        Assert.Equal(2, _run.Attempts().Count);
        Assert.Equal("v1", Assert.Single(Assert.Single(_run.Events.Of<JobsVerified>()).Jobs).JobId);
    }

    [Fact]
    public async Task What_is_answered_with_no_at_the_next_start_is_due_in_its_first_pass()
    {
        await _run.StartAsync(ListSource.Of("v1"), PostThenDie);
        Verifier(Verification.DidNotHappen);

        var end = await _run.StartAsync(ListSource.Of("v1"), _ => Result.Ok);

        Assert.True(end.AllSucceeded);
        Assert.Equal(2, _run.Attempts().Count);
    }

    [Fact]
    public async Task A_verifier_that_throws_has_no_answer()
    {
        _run.Verifier = new DelegateVerifier(_ => throw new InvalidOperationException("broken"));

        var end = await _run.StartAsync(ListSource.Of("v1"), PostThenDie);

        Assert.Equal(1, end.Jobs.Uncertain);
        Assert.Equal("broken", _run.Attempts()[0].VerificationNote);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Verification.Happened)]
    [InlineData(Verification.DidNotHappen)]
    public async Task What_was_in_flight_after_it_when_the_process_died_is_settled_so(
        Verification? answer
    )
    {
        await CrashAsync();
        var verifier = answer is { } given ? Verifier(given) : null;
        var again = 0;

        var end = await _run.StartAsync(
            ListSource.Of("v1", "v2"),
            attempt =>
            {
                again += attempt.Job.Id == "v1" ? 1 : 0;
                return Result.Ok;
            }
        );

        Assert.Equal(answer == Verification.DidNotHappen ? 1 : 0, again);
        Assert.Equal(answer is null ? 1 : 0, end.Jobs.Uncertain);
        Assert.Equal(answer is null ? 0 : 1, verifier?.Asked.Count ?? 0);
        Assert.Equal(
            (AttemptOutcome.Uncertain, Failure.InterruptedType, Word),
            (
                _run.Attempts()[0].Outcome,
                _run.Attempts()[0].FailureType,
                _run.Attempts()[0].Checkpoint
            )
        );
    }

    [Fact]
    public async Task What_was_in_flight_before_it_when_the_process_died_is_done_again()
    {
        await CrashAsync(passes: false);

        var end = await _run.StartAsync(ListSource.Of("v1", "v2"), _ => Result.Ok);

        Assert.True(end.AllSucceeded);
        Assert.Equal(AttemptOutcome.Interrupted, _run.Attempts()[0].Outcome);
    }

    [Fact]
    public async Task What_the_operator_stops_after_it_is_uncertain_and_asked_about_by_the_next_start()
    {
        var verifier = Verifier(Verification.DidNotHappen);
        _run.Stop = _stop.Token;
        var stopped = await _run.StartAsync(
            ListSource.Of("v1"),
            attempt =>
            {
                Checkpoints.Write(attempt.CheckpointPath!, Word);
                _stop.Cancel();
                return AttemptResult.Stopped;
            }
        );

        Assert.Equal((true, 1), (stopped.Stopped, stopped.Jobs.Uncertain));
        Assert.Empty(verifier.Asked);

        _run.Stop = default;
        var end = await _run.StartAsync(ListSource.Of("v1"), _ => Result.Ok);

        Assert.True(end.AllSucceeded);
        Assert.Single(verifier.Asked);
        Assert.Equal("stopped", _run.Attempts()[0].FailureType);
    }

    [Fact]
    public async Task Reset_makes_it_due_by_force_alone()
    {
        await _run.StartAsync(ListSource.Of("v1"), PostThenDie);

        Assert.Empty(_run.Reset("v1", force: false));
        Assert.Equal(["v1"], _run.Reset("v1", force: true));
        Assert.True((await _run.StartAsync(ListSource.Of("v1"), _ => Result.Ok)).AllSucceeded);
    }

    [Fact]
    public async Task Other_jobs_of_its_account_go_on()
    {
        var end = await _run.StartAsync(ListSource.Of("v1@ada", "v2@ada"), PostThenDie);

        Assert.Equal((1, 1), (end.Jobs.Uncertain, end.Jobs.Succeeded));
    }

    [Fact]
    public async Task What_an_older_state_of_the_same_place_left_says_nothing()
    {
        var folder = Path.Combine(_folder.FullName, "state-checkpoints");
        Directory.CreateDirectory(folder);
        for (var id = 1; id <= 3; id++)
        {
            File.WriteAllText(Path.Combine(folder, $"other-{id}"), Word);
        }

        var end = await _run.StartAsync(
            ListSource.Of("v1"),
            attempt => attempt.CountedBefore == 0 ? Killed : Result.Ok
        );

        Assert.True(end.AllSucceeded);
        Assert.False(Directory.Exists(folder));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("\n  posting to ada  \nsecond line\n", Word)]
    public async Task The_word_is_the_first_line_and_need_not_be_there(string written, string word)
    {
        await _run.StartAsync(
            ListSource.Of("v1"),
            attempt =>
            {
                File.WriteAllText(attempt.CheckpointPath!, written);
                return Killed;
            }
        );

        Assert.Equal(
            (AttemptOutcome.Uncertain, word),
            (_run.Attempts()[0].Outcome, _run.Attempts()[0].Checkpoint)
        );
    }

    [Fact]
    public async Task Without_a_folder_for_it_no_attempt_begins()
    {
        var file = Path.Combine(_folder.FullName, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        _run.Checkpoints = new Checkpoints(Path.Combine(file, "state-checkpoints"));

        var fault = await Assert.ThrowsAsync<StateException>(() =>
            _run.StartAsync(ListSource.Of("v1"), _ => Result.Ok)
        );

        Assert.Equal("StateUnwritable", fault.ErrorId);
        Assert.Empty(_run.Attempts());
    }

    private DelegateVerifier Verifier(Verification answer, string? note = null)
    {
        var verifier = new DelegateVerifier(_ => new VerificationAnswer(answer, note));
        _run.Verifier = verifier;
        return verifier;
    }

    // v1 dies after its point of no return, the first time; the others succeed.
    private static AttemptResult PostThenDie(Attempt attempt)
    {
        if (attempt.Job.Id != "v1")
        {
            return Result.Ok;
        }

        Checkpoints.Write(attempt.CheckpointPath!, Word);
        return Killed;
    }

    private static AttemptResult DieAlways(Attempt attempt)
    {
        Checkpoints.Write(attempt.CheckpointPath!, Word);
        return Killed;
    }

    // The process dies before it can record the end of the first attempt.
    private async Task CrashAsync(bool passes = true)
    {
        _run.WrapStore = inner => new CrashingStore(inner, CrashingStore.Never)
        {
            CrashOnEndOf = 1,
        };
        await Assert.ThrowsAsync<CrashException>(() =>
            _run.StartAsync(
                ListSource.Of("v1", "v2"),
                attempt =>
                {
                    if (passes)
                    {
                        Checkpoints.Write(attempt.CheckpointPath!, Word);
                    }

                    return Result.Ok;
                }
            )
        );
        _run.WrapStore = store => store;
    }
}
