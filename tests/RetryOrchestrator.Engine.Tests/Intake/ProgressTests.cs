using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Tests.Intake.Support;

namespace RetryOrchestrator.Engine.Tests.Intake;

/// <summary>Progress CSVs, ours or the older program's, are taken over with their state.</summary>
public class ProgressTests
{
    private const string Header =
        "job_id,account,video_path,caption,status,worker_id,claimed_at,completed_at,error,attempts,"
        + "max_attempts,retry_at,error_type,error_category,pass_number,tag\n";

    [Fact]
    public void Success_stays_success_whatever_else_the_row_says()
    {
        var row = Read(
            "v1,jane,a.mp4,hi,success,2,2026-01-31T10:00:00,2026-01-31T10:05:00+01:00,old,3,5,,,,2,t"
        );

        Assert.Equal(
            new TakenOverProgress(
                JobStatus.Success,
                3,
                null,
                null,
                new DateTimeOffset(2026, 1, 31, 9, 5, 0, TimeSpan.Zero)
            ),
            row.Progress
        );
    }

    [Fact]
    public void Progress_columns_are_no_columns_of_the_job()
    {
        var row = Read("v1,jane,a.mp4,hi,pending,,,,,,,,,,,t");

        Assert.Equal(
            ["job_id", "account", "video_path", "caption", "tag"],
            row.Job.Columns.Select(column => column.Key)
        );
    }

    [Fact]
    public void A_claimed_job_was_interrupted_and_the_attempt_counts()
    {
        var progress = Read("v1,jane,,,claimed,2,2026-01-31T10:00:00Z,,,1,5,,,,1,").Progress!;

        Assert.Equal(JobStatus.Retrying, progress.Status);
        Assert.Equal(2, progress.Attempts);
        Assert.Equal(FailureCategory.Infrastructure, progress.LastFailure!.Category);
        Assert.Equal(Failure.InterruptedType, progress.LastFailure.Type);
    }

    [Theory]
    [InlineData("failed", JobStatus.Failed)]
    [InlineData("Retrying ", JobStatus.Retrying)]
    public void A_failure_keeps_its_category_type_and_message(string word, JobStatus status)
    {
        var progress = Read(
            $"v1,jane,,,{word},,,,Account suspended,1,5,,suspended,account,1,"
        ).Progress!;

        Assert.Equal(status, progress.Status);
        Assert.Equal(
            new Failure(FailureCategory.Account, "suspended", "Account suspended"),
            progress.LastFailure
        );
    }

    [Fact]
    public void A_failure_without_a_category_is_classified_so_that_no_suspended_account_is_retried()
    {
        var failure = Read(
            "v1,jane,,,failed,,,,Your account is suspended,1,5,,,,1,"
        ).Progress!.LastFailure!;

        Assert.Equal(FailureCategory.Account, failure.Category);
        Assert.Equal("suspended", failure.Type);
    }

    [Fact]
    public void A_skipped_job_keeps_its_reason()
    {
        var progress = Read("v1,jane,,,skipped,,,,account 'jane' failed,0,5,,,,1,").Progress!;

        Assert.Equal(JobStatus.Skipped, progress.Status);
        Assert.Equal("account 'jane' failed", progress.SkipReason);
        Assert.Null(progress.LastFailure);
    }

    [Fact]
    public void A_row_added_by_hand_without_a_status_is_pending()
    {
        var progress = Read("v1,jane,,,,,,,,,,,,,,").Progress!;

        Assert.Equal(new TakenOverProgress(JobStatus.Pending, 0, null, null, null), progress);
    }

    [Fact]
    public void Cells_that_were_escaped_for_spreadsheets_are_undone()
    {
        var row = Read("v1,'@jane,,'=1+1,pending,,,,,,,,,,,''=x");

        Assert.Equal("@jane", row.Job.Account);
        Assert.Equal("=1+1", row.Job.Columns["caption"]);
        Assert.Equal("'=x", row.Job.Columns["tag"]);
    }

    [Fact]
    public void In_a_plain_list_an_apostrophe_is_an_apostrophe()
    {
        var row = Assert.Single(JobsFile.Rows("job_id,caption\nv1,'=1+1\n"));

        Assert.Equal("'=1+1", row.Job.Columns["caption"]);
    }

    [Fact]
    public void Everything_wrong_with_a_row_is_told()
    {
        var faults = JobsFile.Faults(
            Header + "v1,,,,done,,,yesterday,,many,,,,bad luck,,\n" + "v2,,,,failed,,,,,-1,,,,,,\n"
        );

        Assert.Equal(
            [
                "line 2: status 'done' is none of pending, claimed, success, retrying, failed, skipped, uncertain",
                "line 2: attempts 'many' is no whole number from 0 to 1000000",
                "line 2: completed_at 'yesterday' is no time such as 2026-01-31T18:30:00+00:00",
                "line 2: error_category 'bad luck' is none of account, input, infrastructure, unknown",
                "line 3: attempts '-1' is no whole number from 0 to 1000000",
            ],
            faults
        );
    }

    private static JobRow Read(string row) => Assert.Single(JobsFile.Rows(Header + row + "\n"));
}
