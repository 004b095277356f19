using RetryOrchestrator.Engine.Guards;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Engine.Tests.Guards;

/// <summary>Rule 2 where rule 6 comes first: the process died under a job that may have been done.</summary>
public sealed class PoisonRuleTests
{
    private static readonly Failure Interrupted = FailureClassifier.BuiltIn.Classify(
        Failure.InterruptedEvidence
    );

    [Fact]
    public void What_may_have_been_done_is_uncertain_and_runs_alone_if_it_is_ever_tried_again()
    {
        var settlement = Settle(Interrupted, new Checkpoint("posting"));

        Assert.Equal(JobStatus.Uncertain, settlement.End.Status);
        Assert.Equal(new JobSuspicion(true, 1), settlement.End.Suspicion);
        Assert.Null(settlement.End.GivenBack);
    }

    [Fact]
    public void What_is_known_not_to_have_happened_costs_nothing_and_makes_a_suspect()
    {
        var settlement = Settle(Interrupted, new Checkpoint("posting", Verification.DidNotHappen));

        Assert.Equal(JobStatus.Pending, settlement.End.Status);
        Assert.Equal(PoisonRule.GivenBack, settlement.End.GivenBack);
        Assert.Equal(new JobSuspicion(true, 1), settlement.End.Suspicion);
    }

    [Fact]
    public void What_is_known_to_have_happened_is_done_and_suspected_of_nothing()
    {
        var settlement = Settle(Interrupted, new Checkpoint("posting", Verification.Happened));

        Assert.Equal(JobStatus.Success, settlement.End.Status);
        Assert.False(settlement.End.Suspicion!.Value.IsSuspect);
    }

    [Fact]
    public void A_guilty_job_that_may_have_been_done_is_uncertain_too()
    {
        var settlement = Settle(
            PoisonRule.GuiltOf(new JobSuspicion(true, 1)),
            new Checkpoint("posting")
        );

        Assert.Equal(JobStatus.Uncertain, settlement.End.Status);
    }

    [Fact]
    public void A_guilty_job_of_which_it_is_known_that_nothing_happened_is_given_up()
    {
        var settlement = Settle(
            PoisonRule.GuiltOf(new JobSuspicion(true, 1)),
            new Checkpoint("posting", Verification.DidNotHappen)
        );

        Assert.Equal(
            (JobStatus.Failed, new JobSuspicion(false, 2)),
            (settlement.End.Status, settlement.End.Suspicion)
        );
    }

    [Fact]
    public void Why_a_guilty_job_is_not_tried_again_does_not_repeat_its_message() =>
        Assert.Equal(
            "it is not tried again until it is reset",
            Settle(
                PoisonRule.GuiltOf(new JobSuspicion(true, 1)),
                new Checkpoint("posting", Verification.DidNotHappen)
            )
                .Reason!.Split("; ", 2)[1]
        );

    [Fact]
    public void Turned_off_nothing_is_held_against_a_job()
    {
        var settlement = Settle(
            Interrupted,
            new Checkpoint("posting"),
            new OrchestratorOptions { GuardAgainstPoison = false }
        );

        Assert.Null(settlement.End.Suspicion);
    }

    private static Settlement Settle(
        Failure failure,
        Checkpoint checkpoint,
        OrchestratorOptions? options = null
    ) =>
        Settlement.Of(
            7,
            new StoredJob(
                3,
                new Job("v1", new JobColumns([new("job_id", "v1")])),
                JobStatus.Pending,
                new JobCounters(0, 0, 0, 0)
            )
            {
                Suspicion = new JobSuspicion(
                    failure.Type == Failure.GuiltyType,
                    failure.Type == Failure.GuiltyType ? 1 : 0
                ),
            },
            PointOfNoReturn.Judge(
                new AttemptVerdict(AttemptOutcome.Interrupted, failure) { IsCutOff = true },
                checkpoint
            ),
            1,
            options ?? new OrchestratorOptions(),
            DateTimeOffset.UnixEpoch
        );
}
