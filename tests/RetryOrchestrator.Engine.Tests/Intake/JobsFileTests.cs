using System.Text;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Tests.Intake.Support;

namespace RetryOrchestrator.Engine.Tests.Intake;

public class JobsFileTests
{
    [Theory]
    [InlineData("job_id,account,caption\nv1,jane,hello\n")]
    [InlineData("job_id;account;caption\nv1;jane;hello\n")]
    [InlineData("job_id\taccount\tcaption\nv1\tjane\thello\n")]
    [InlineData("job_id,account,caption\r\nv1,jane,hello\r\n")]
    [InlineData("\uFEFFjob_id,account,caption\nv1,jane,hello")]
    [InlineData("Job Id,ACCOUNT,Caption\nv1,jane,hello\n")]
    [InlineData("JobId,account,caption\nv1,jane,hello\n")]
    [InlineData("id,account,caption\nv1,jane,hello\n")]
    [InlineData("\"job_id\",\"account\",\"caption\"\n\"v1\",\"jane\",\"hello\"\n")]
    [InlineData("\n  \njob_id,account,caption\n\nv1,jane,hello\n\n   \n\t\n")]
    public void A_job_is_read_whatever_the_dialect(string text)
    {
        var job = Assert.Single(JobsFile.Rows(text)).Job;

        Assert.Equal("v1", job.Id);
        Assert.Equal("jane", job.Account);
        Assert.Equal("hello", job.Columns[ColumnName.Caption]);
        Assert.Equal(
            [ColumnName.JobId, ColumnName.Account, ColumnName.Caption],
            job.Columns.Select(column => column.Key)
        );
    }

    [Theory]
    [InlineData("job_id;\"caption, or title, or text\"\nv1;x\n", "caption, or title, or text")]
    [InlineData("\"a;b;c;d\",job_id\nx,v1\n", "a;b;c;d")]
    [InlineData("job_id,a;b;c\nv1,x\n", "a;b;c")]
    public void A_delimiter_inside_a_column_name_does_not_mislead(string text, string column)
    {
        var job = Assert.Single(JobsFile.Rows(text)).Job;

        Assert.Equal("v1", job.Id);
        Assert.Equal("x", job.Columns[column]);
    }

    [Fact]
    public void Quoted_values_keep_line_breaks_quotes_delimiters_and_blanks()
    {
        var rows = JobsFile.Rows("job_id,caption\nv1,\"  one,\r\ntwo \"\"three\"\"\n \"\nv2, x \n");

        Assert.Equal("  one,\r\ntwo \"three\"\n ", rows[0].Job.Columns["caption"]);
        Assert.Equal(" x ", rows[1].Job.Columns["caption"]);
    }

    [Fact]
    public void Columns_the_contract_does_not_know_are_kept_in_order_under_their_own_names()
    {
        var job = Assert.Single(JobsFile.Rows("Zone, My Tag ,job_id\nwest,a,v1\n")).Job;

        Assert.Equal(
            [("Zone", "west"), ("My Tag", "a"), ("job_id", "v1")],
            job.Columns.Select(column => (column.Key, column.Value))
        );
    }

    [Fact]
    public void A_status_column_alone_is_the_users_own()
    {
        var row = Assert.Single(JobsFile.Rows("job_id,status\nv1,draft\n"));

        Assert.Null(row.Progress);
        Assert.Equal("draft", row.Job.Columns["status"]);
    }

    [Fact]
    public void The_folder_of_the_file_is_what_video_paths_are_relative_to()
    {
        using var file = new JobsFile("job_id\nv1\n");

        Assert.Equal(file.Folder, file.Source().BaseDirectory);
        Assert.Equal(file.Path, file.Source().Name);
    }

    [Fact]
    public void A_fingerprint_tells_an_edited_file_and_only_that()
    {
        using var file = new JobsFile("job_id\nv1\n");
        var before = file.Source().Fingerprint();
        Assert.NotNull(before);
        Assert.Equal(before, file.Source().Fingerprint());

        File.WriteAllText(file.Path, "job_id\nv2\n");
        Assert.NotEqual(before, file.Source().Fingerprint());

        File.Delete(file.Path);
        Assert.Null(file.Source().Fingerprint());
    }

    [Fact]
    public void A_list_that_is_checked_has_no_fingerprint_so_that_it_is_checked_each_time()
    {
        using var file = new JobsFile("job_id\nv1\n");

        Assert.Null(file.Source(_ => null).Fingerprint());
    }

    [Fact]
    public void A_file_that_another_program_holds_open_is_read()
    {
        using var file = new JobsFile("job_id\nv1\n");
        using var other = new FileStream(
            file.Path,
            FileMode.Open,
            FileAccess.ReadWrite,
            FileShare.ReadWrite
        );

        Assert.Single(file.Source().Read());
    }

    [Fact]
    public void A_row_that_spans_the_read_buffer_is_read_whole()
    {
        var caption = new string('x', 200_000) + "é" + new string('y', 200_000);
        var rows = JobsFile.Rows($"job_id,caption\nv1,\"{caption}\"\nv2,b\n");

        Assert.Equal(caption, rows[0].Job.Columns["caption"]);
        Assert.Equal("v2", rows[1].Job.Id);
    }

    [Fact]
    public void Ids_may_be_of_any_script()
    {
        var rows = JobsFile.Rows("job_id\nвидео-1\n動画 2\n🎬\n");

        Assert.Equal(["видео-1", "動画 2", "🎬"], rows.Select(row => row.Job.Id));
    }

    [Fact]
    public void Rows_come_while_the_file_is_still_being_read()
    {
        // The second row is faulty, and the file's end does not exist yet for the first one.
        using var file = new JobsFile(Encoding.UTF8.GetBytes("job_id\nv1\n,\n"));
        using var items = file.Source().Read().GetEnumerator();

        Assert.True(items.MoveNext());
        Assert.Equal("v1", items.Current.Row!.Job.Id);
    }
}
