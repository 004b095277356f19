using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Rendering;
using RetryOrchestrator.Engine.Rendering.Live;

namespace RetryOrchestrator.Engine.Tests.Rendering;

public class FailedJobsTests
{
    private static readonly OperatorLook Look = new()
    {
        Style = BannerStyle.Block,
        Zone = TimeZoneInfo.Utc,
    };

    private readonly FailedJobs _failed = new();

    [Fact]
    public void A_job_that_failed_for_good_is_named_with_clock_category_and_reason()
    {
        var failed = _failed.Of(
            Ended(Job("v17", JobStatus.Failed), Job("v18", JobStatus.Success))
        )!;

        Assert.Equal(
            [
                "2026-03-01 12:00:00 +00:00 FAILED job v17 (attempt 2), account (suspended): "
                    + "Your account was suspended; account failures are not retried",
            ],
            FailedJobsText.Render(failed, Look, "")
        );
    }

    [Fact]
    public void A_job_that_is_tried_again_is_not_named() =>
        Assert.Null(_failed.Of(Ended(Job("v17", JobStatus.Retrying))));

    [Theory]
    [InlineData(1, 3, false)]
    [InlineData(3, 3, true)]
    [InlineData(4, 3, true)]
    public void A_job_that_fails_in_the_last_pass_is_named_though_the_next_run_will_try_it(
        int pass,
        int maxPasses,
        bool isNamed
    )
    {
        Assert.Null(_failed.Of(new PassStarted(Samples.Noon, pass, maxPasses, 8, Resumed: false)));

        var failed = _failed.Of(Ended(Job("v17", JobStatus.Retrying)));

        Assert.Equal(isNamed, failed is not null);
        if (failed is not null)
        {
            Assert.Equal(
                [
                    "2026-03-01 12:00:00 +00:00 FAILED job v17 (attempt 2), account (suspended): "
                        + "Your account was suspended; the passes are used up: due in the next run",
                ],
                FailedJobsText.Render(failed, Look, "")
            );
        }
    }

    [Fact]
    public void Of_thousands_the_first_are_named_and_the_others_counted_in_every_pass()
    {
        for (var pass = 1; pass <= 2; pass++)
        {
            var named = 0;
            for (var n = 0; n < 1_000; n++)
            {
                named += _failed.Of(Ended(Job($"v{n}", JobStatus.Failed)))?.Jobs.Count ?? 0;
            }

            var more = _failed.Of(new PassEnded(Samples.Noon, Samples.FirstPass))!;
            Assert.Equal(FailedJobs.MostAPass, named);
            Assert.Equal(
                [
                    "2026-03-01 12:00:00 +00:00 FAILED and 980 more in pass 1: "
                        + "Get-OrchestratorJob -Status failed,uncertain,retrying -JobsPath 'a b.csv'",
                ],
                FailedJobsText.Render(more, Look, "-JobsPath 'a b.csv'")
            );
        }
    }

    private static AttemptsMoved Ended(params EndedAttempt[] ended) =>
        new(Samples.Noon, 1, ended, [], Samples.Numbers());

    private static EndedAttempt Job(string id, JobStatus status) =>
        new(
            id,
            2,
            1,
            status == JobStatus.Success ? AttemptOutcome.Success : AttemptOutcome.Failed,
            status == JobStatus.Success
                ? null
                : new Failure(FailureCategory.Account, "suspended", "Your account was suspended."),
            status,
            TimeSpan.FromSeconds(1),
            status == JobStatus.Success ? null : "account failures are not retried"
        );
}
