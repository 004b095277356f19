using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Rendering;
using static RetryOrchestrator.Engine.Tests.Rendering.Approval;

namespace RetryOrchestrator.Engine.Tests.Rendering;

public class AttemptLineTests
{
    private static readonly EndedAttempt Success = new(
        "v17",
        2,
        2,
        AttemptOutcome.Success,
        null,
        JobStatus.Success,
        TimeSpan.FromSeconds(41),
        null
    );

    private static readonly EndedAttempt TimedOut = Success with
    {
        Outcome = AttemptOutcome.Failed,
        Failure = new Failure(
            FailureCategory.Infrastructure,
            "adb_timeout",
            "\nADB timeout after 30 s\n  at Device.Push()"
        ),
        Status = JobStatus.Retrying,
        Reason = "retry 1 of 3",
    };

    [Fact]
    public void An_attempt_that_started_and_ended_within_one_change_has_both_lines_in_order() =>
        Assert.Equal(
            [
                "worker 2: job v16 (attempt 1) succeeded after 0:00:41",
                "worker 2: job v17 (attempt 2) started",
                "worker 2: job v17 (attempt 2) succeeded after 0:00:41",
                "worker 2: job v18 (attempt 1) started",
            ],
            AttemptLine.Of(
                new AttemptsMoved(
                    Samples.Noon,
                    1,
                    [Success with { JobId = "v16", Number = 1 }, Success],
                    [new("v17", 2, 2, null, null), new("v18", 1, 2, null, null)],
                    new(new(), new())
                )
            )
        );

    [Fact]
    public void The_lines_of_attempts_read_as_approved() =>
        Verify(
            "attempt-lines",
            AttemptLine.Of(
                new AttemptsMoved(
                    Samples.Noon,
                    1,
                    [
                        Success,
                        TimedOut,
                        TimedOut with
                        {
                            Failure = new Failure(
                                FailureCategory.Account,
                                "suspended",
                                "Account suspended"
                            ),
                            Status = JobStatus.Failed,
                            Reason = "account failures are never retried",
                        },
                        TimedOut with
                        {
                            Failure = new Failure(FailureCategory.Unknown, "", ""),
                            Status = JobStatus.Failed,
                            Reason = null,
                        },
                        TimedOut with
                        {
                            Outcome = AttemptOutcome.Interrupted,
                            Failure = FailureClassifier.BuiltIn.Classify(
                                Failure.InterruptedEvidence
                            ),
                            Worker = 0,
                            Duration = TimeSpan.Zero,
                        },
                        Success with
                        {
                            Outcome = AttemptOutcome.Cancelled,
                            Status = JobStatus.Pending,
                            Reason = "the run was stopped",
                        },
                        Success with
                        {
                            Outcome = AttemptOutcome.Deferred,
                            Status = JobStatus.Retrying,
                            Duration = TimeSpan.FromMilliseconds(350),
                            Reason = "no usable device",
                        },
                        TimedOut with
                        {
                            JobId = "v\e[2J\n17",
                            Failure = new Failure(
                                FailureCategory.Unknown,
                                "",
                                "\e[31m" + new string('x', 400)
                            ),
                        },
                    ],
                    [
                        new StartedAttempt("v18", 1, 2, "ada", "emulator-5554"),
                        new StartedAttempt("v19", 3, 1, null, null),
                    ],
                    Samples.Numbers()
                )
            )
        );
}
