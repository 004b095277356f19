using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Rendering;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using static RetryOrchestrator.Engine.Tests.Rendering.Approval;

namespace RetryOrchestrator.Engine.Tests.Rendering;

public class RunOpenedTextTests
{
    [Fact]
    public void What_a_run_finds_reads_as_approved() =>
        Verify(
            "run-opened",
            [
                .. Case(
                    "a first run",
                    Open(new JobTally { Pending = 200 }, intake: new(200, 200, 0, 0))
                ),
                .. Case("one job, list as before", Open(new JobTally { Pending = 1 })),
                .. Case(
                    "a second run over an edited list",
                    Open(
                        new JobTally
                        {
                            Pending = 57,
                            Succeeded = 140,
                            FailedAccount = 1,
                            Skipped = 2,
                        },
                        intake: new(200, 5, 2, 1)
                    )
                ),
                .. Case(
                    "everything is done",
                    Open(new JobTally { Succeeded = 200 }, intake: new(200, 0, 0, 0))
                ),
                .. Case(
                    "done jobs changed, names cleaned",
                    Open(
                        new JobTally { Pending = 1, Succeeded = 13 },
                        intake: new(14, 0, 13, 0)
                        {
                            ChangedDone = Enumerable
                                .Range(1, 12)
                                .Aggregate(IntakeSample.None, (all, n) => all.With($"v{n}")),
                            ChangedStopped = IntakeSample.None.With("it's"),
                            Cleaned = IntakeSample.None.With(
                                "line 3: U+200B in job_id 'v2', U+FEFF, U+200B in account 'b'"
                            ),
                        }
                    )
                ),
                .. Case("an empty list", Open(new JobTally(), intake: new(0, 0, 0, 0))),
                .. Case(
                    "resumed after a kill",
                    Open(
                        new JobTally
                        {
                            Pending = 10,
                            Claimed = 3,
                            Retrying = 5,
                            Succeeded = 182,
                        },
                        resumedIn: 2,
                        inFlight: 3,
                        leftovers: 2
                    )
                ),
                .. Case(
                    "resumed, one of each",
                    Open(
                        new JobTally { Claimed = 1, Succeeded = 1 },
                        resumedIn: 1,
                        inFlight: 1,
                        leftovers: 1
                    )
                ),
                .. Case(
                    "resumed, one of two past its checkpoint",
                    Open(
                        new JobTally { Claimed = 2, Succeeded = 1 },
                        resumedIn: 1,
                        inFlight: 2,
                        pastCheckpoint: 1
                    )
                ),
                .. Case(
                    "resumed, all past their checkpoints",
                    Open(
                        new JobTally { Claimed = 3, Succeeded = 1 },
                        resumedIn: 1,
                        inFlight: 3,
                        pastCheckpoint: 3
                    )
                ),
            ]
        );

    private static IReadOnlyList<string> Open(
        JobTally jobs,
        IntakeCounts? intake = null,
        int? resumedIn = null,
        int inFlight = 0,
        int leftovers = 0,
        int pastCheckpoint = 0
    )
    {
        var job = new StoredJob(1, new Job("v1", new JobColumns([])), JobStatus.Claimed, default);
        var run = new OpenedRun(
            RunId: 3,
            Samples.Noon,
            Resumed: resumedIn is not null,
            NextPass: resumedIn ?? 1,
            NextPassAt: null,
            [.. Enumerable.Repeat(new InFlightAttempt(1, 1, job), inFlight)]
        );
        return RunOpenedText.Render(
            new RunOpened(Samples.Noon, run, intake, jobs, leftovers)
            {
                CutOffPastCheckpoint = pastCheckpoint,
            },
            new OperatorLook { Style = BannerStyle.Block, Zone = TimeZoneInfo.Utc }
        );
    }
}
