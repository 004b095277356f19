using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Tests.Intake.Support;

namespace RetryOrchestrator.Engine.Tests.Intake;

public class SpreadsheetLeftoverTests
{
    [Theory]
    [InlineData("job_id,account\r\nv1,a\r\n,,\r\n,,\r\nv2,b\r\n,,\r\n")]
    [InlineData("job_id;account\r\nv1;a\r\n;\r\n ; \r\nv2;b\r\n;;;;\r\n")]
    [InlineData("job_id\taccount\nv1\ta\n\t\nv2\tb\n\u00A0\t\u200B\n")]
    [InlineData("\"job_id\",\"account\"\n\"v1\",\"a\"\n\"\",\"\"\n\"v2\",\"b\"\n\" \",\n")]
    [InlineData(",,\n,,\njob_id,account\nv1,a\nv2,b\n")]
    [InlineData("sep=;\r\n;;\r\njob_id;account\r\nv1;a\r\nv2;b\r\n")]
    [InlineData("job_id,account,,\nv1,a,,\nv2,b,,\n")]
    [InlineData("job_id,account, ,\"\",\u200B\nv1,a,,,\nv2,b, ,\"\",\n")]
    [InlineData("job_id,,account\nv1,,a\nv2, ,b\n")]
    // Excel leaves delimiters out of rows, by blocks of sixteen.
    [InlineData("job_id,account,,\nv1,a,,\nv2,b\n")]
    [InlineData("job_id,account,,\nv1,a,\nv2,b,,\n")]
    public void Rows_and_columns_of_delimiters_only_are_no_jobs(string text)
    {
        var rows = JobsFile.Rows(text);

        Assert.Equal(["v1", "v2"], rows.Select(row => row.Job.Id));
        Assert.Equal(["a", "b"], rows.Select(row => row.Job.Account));
        Assert.All(rows, row => Assert.Equal(2, row.Job.Columns.Count));
    }

    [Fact]
    public void A_thousand_columns_of_nothing_are_no_columns() =>
        Assert.Single(
            JobsFile.Rows($"job_id{new string(',', 16_383)}\nv1{new string(',', 16_383)}\n")
        );

    [Fact]
    public void A_value_in_a_column_without_a_name_is_a_fault() =>
        Assert.Equal(
            [
                "line 3: has 'x' in column 3, which has no name; name the column in the header, or remove the value",
            ],
            JobsFile.Faults("job_id,account,,\nv1,a,,\nv2,b,x,\n")
        );

    [Fact]
    public void Delimiters_at_the_end_of_rows_alone_are_told_as_such() =>
        Assert.Equal(
            [
                "line 2: has 3 fields where the header has 2; remove the delimiters at its end, or add them to the header too",
                "line 3: has 4 fields where the header has 2; put quotes around a value that holds the delimiter",
            ],
            JobsFile.Faults("job_id,account\nv1,a,\nv2,b,c,\n")
        );

    [Theory]
    [InlineData("job_id,account\nv1,a\n", "job_id,account\nv2,b\n")]
    [InlineData("job_id,account\nv1,a\n", "\uFEFFjob_id,account\r\nv2,b\r\n")]
    [InlineData("job_id,account\nv1,a\n", "account,JobId\nb,v2\n")]
    [InlineData("job_id,account\nv1,a\n", "id,Account\nv2,b\n")]
    [InlineData("job_id,account\nv1,a\n", "job_id,nickname\nv2,b\n")]
    [InlineData("job_id\nv1\n", "job_id\nv2\n")]
    [InlineData("job_id,account\nv1,a\n", "\"Job ID\",\"account\"\nv2,b\n")]
    [InlineData("job_id,account,,\nv1,a,,\n", "job_id,account,,\nv2,b,,\n")]
    public void A_header_inside_is_a_faulty_row_and_no_job(string first, string second) =>
        Assert.Equal(
            ["line 3: is a header again, as of a file appended to this one; remove it"],
            JobsFile.Faults(first + second)
        );

    [Fact]
    public void A_header_of_another_width_is_told_too() =>
        Assert.Equal(
            "line 3: has 3 fields where the header has 2; it is a header again, as of a file with other columns appended to this one",
            JobsFile.Faults("job_id,account\nv1,a\njob_id,account,caption\nv2,b,c\n")[0]
        );

    [Theory]
    [InlineData("job_id,account\nid,ben\n", "id")]
    [InlineData("job_id,account\nidentity,account\n", "identity")]
    [InlineData("job_id,account\nv1,id\n", "v1")]
    public void A_job_may_have_a_word_of_the_header_in_it(string text, string id) =>
        Assert.Equal(id, Assert.Single(JobsFile.Rows(text)).Job.Id);

    [Fact]
    public void Objects_in_which_all_is_blank_are_no_jobs()
    {
        KeyValuePair<string, string?>[] blank = [new("job_id", " "), new("account", null)];
        KeyValuePair<string, string?>[] job = [new("job_id", "v1"), new("account", "a")];

        var item = Assert.Single(new JobListSource([blank, job, blank], "/").Read());
        Assert.Equal("v1", item.Row!.Job.Id);
        Assert.Equal(
            ["the pipeline: holds no jobs: all is blank"],
            JobsFile.Faults(new JobListSource([blank], "/"))
        );
    }

    [Fact]
    public void An_object_that_repeats_the_header_is_a_faulty_one() =>
        Assert.Equal(
            ["object 1: is a header again, as of a file appended to this one; remove it"],
            JobsFile.Faults(
                new JobListSource(
                    [
                        [new("job_id", "job_id"), new("account", "account")],
                    ],
                    "/"
                )
            )
        );
}
