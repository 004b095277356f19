using System.Text;
using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Tests.Intake.Support;

namespace RetryOrchestrator.Engine.Tests.Intake;

public class FaultTests
{
    [Fact]
    public void All_faulty_rows_are_reported_at_once_with_the_lines_an_editor_shows()
    {
        var faults = JobsFile.Faults(
            "job_id,account,caption\r\n"
                + "v1,jane,\"two\r\nlines\"\r\n"
                + ",jane,x\r\n"
                + "\r\n"
                + "v1,jane,y\r\n"
                + "v2,jane\r\n"
                + "v3,jane,a,b\r\n"
                + "v4,ja\"ne,x\r\n"
                + "v5,\"ja\"ne,x\r\n"
                + "v6,\0,x\r\n"
                + "v7,\"open,x\r\n"
        );

        Assert.Equal(
            [
                "line 4: job_id is blank; every job needs one of its own",
                "line 6: job_id 'v1' is used by line 2 already; ids must be unique",
                "line 7: has 2 fields where the header has 3; add the missing fields (they may be empty)",
                "line 8: has 4 fields where the header has 3; put quotes around a value that holds the delimiter",
                "line 9: a quote stands inside an unquoted value; quote the value and double that quote",
                "line 10: text follows a closing quote; double the quotes inside a quoted value",
                "line 11: holds a NUL character; if the file is UTF-16, save it as UTF-8, else remove it",
                "line 12: a quote is opened and never closed; close it, or double it if it is text",
            ],
            faults
        );
    }

    [Theory]
    [InlineData("", "the file: is empty")]
    [InlineData("\n \n", "the file: has no jobs: it is blank")]
    [InlineData("\uFEFF", "the file: has no jobs: it is blank")]
    [InlineData("job_id,account\n", "the file: has no jobs: there is only a header")]
    [InlineData(
        "name,account\nv1,a\n",
        "line 1: has no column 'job_id' (or 'id'); its columns are 'name', 'account'"
    )]
    [InlineData("v1|a\nv2|b\n", "line 1: has no column 'job_id' (or 'id'); its columns are 'v1|a'")]
    [InlineData(
        "job_id,JobId\nv1,v1\n",
        "line 1: has 'job_id' and 'JobId', which are the same column ('job_id'); rename or remove one"
    )]
    [InlineData(
        "id,job_id\nv1,v1\n",
        "line 1: has 'id' and 'job_id', which are the same column ('job_id'); rename or remove one"
    )]
    [InlineData(
        "job_id,error,\"er\tror\"\nv1,a,b\n",
        "line 1: has 'error' and 'er ror', which are the same column ('er ror'); rename or remove one"
    )]
    [InlineData(
        "job_id,tag,tag\nv1,a,b\n",
        "line 1: has the column 'tag' twice; rename or remove one"
    )]
    [InlineData(
        "job_id,,x\nv1,a,b\nv2,c,d\n",
        "line 2: has 'a' in column 2, which has no name; name the column in the header, or remove the value"
    )]
    [InlineData(
        "job_id,acc\"ount\nv1,a\n",
        "line 1: a quote stands inside an unquoted value; quote the value and double that quote"
    )]
    [InlineData(
        "job_id\n\"a\nb\"\n",
        "line 2: job_id 'a\u240Ab' holds a line break or control character; remove it"
    )]
    public void A_fault_names_its_place_and_the_remedy(string text, string expected) =>
        Assert.Equal([expected], JobsFile.Faults(text));

    [Fact]
    public void Faults_of_the_header_do_not_hide_those_of_the_rows() =>
        Assert.Equal(2, JobsFile.Faults("job_id,,x\nv1,a,b\n,a,b\n").Count);

    [Fact]
    public void An_id_may_have_200_characters_and_no_more()
    {
        var id = new string('x', 200);
        Assert.Single(JobsFile.Rows($"job_id\n{id}\n"));

        var fault = Assert.Single(JobsFile.Faults($"job_id\n{id}y\n"));
        Assert.Contains("has 201 characters; the limit is 200", fault);
    }

    [Fact]
    public void Ids_that_differ_only_by_blanks_around_them_are_the_same()
    {
        var fault = Assert.Single(JobsFile.Faults("job_id\nv1\n v1 \n"));
        Assert.Contains("used by line 2", fault);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4999)]
    [InlineData(9998)]
    public void An_id_used_again_at_the_end_of_a_long_list_is_found(int index)
    {
        var ids = Enumerable.Range(0, 9999).Select(number => $"v{number}");

        var fault = Assert.Single(JobsFile.Faults($"job_id\n{string.Join('\n', ids)}\nv{index}\n"));

        Assert.Equal(
            $"line 10001: job_id 'v{index}' is used by line {index + 2} already; ids must be unique",
            fault
        );
    }

    [Fact]
    public void What_is_no_utf8_is_named_by_line()
    {
        var content = Encoding.Latin1.GetBytes("job_id,caption\nv1,ok\nv2,café\nv3,ok\n");

        Assert.Equal(
            ["line 3: is not UTF-8; save the file as UTF-8 (in Excel: 'CSV UTF-8')"],
            JobsFile.Faults(content)
        );
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public void Wider_encodings_are_told_by_their_mark(string encoding)
    {
        var wide = Encoding.GetEncoding(encoding);
        var fault = Assert.Single(
            JobsFile.Faults([.. wide.GetPreamble(), .. wide.GetBytes("job_id\nv1\n")])
        );

        Assert.Contains("the file: is UTF-16 or UTF-32 text; save it as UTF-8", fault);
    }

    [Fact]
    public void A_workbook_is_told_from_a_csv() =>
        Assert.Contains("workbook", Assert.Single(JobsFile.Faults("PK\u0003\u0004 and so on")));

    [Fact]
    public void A_missing_file_and_a_folder_are_faults_too()
    {
        using var file = new JobsFile("");

        Assert.Equal(
            ["the file: does not exist; check the path"],
            JobsFile.Faults(new JobsFileSource(file.Path + ".no"))
        );
        Assert.Equal(
            ["the file: is a folder; name a CSV file"],
            JobsFile.Faults(new JobsFileSource(file.Folder))
        );
    }

    [Fact]
    public void What_else_a_job_must_be_is_asked_of_good_rows_only()
    {
        using var file = new JobsFile("job_id,n\nv1,1\nv2,x\n,x\n");
        var source = file.Source(job => job.Columns["n"] == "x" ? "n 'x' is no number" : null);

        Assert.Equal(
            [
                "line 3: n 'x' is no number",
                "line 4: job_id is blank; every job needs one of its own",
            ],
            JobsFile.Faults(source)
        );
    }

    [Fact]
    public void A_message_quotes_neither_control_characters_nor_endless_text()
    {
        var fault = Assert.Single(
            JobsFile.Faults($"job_id\n\"\u001b[31m{new string('x', 5_000)}\"\n")
        );

        Assert.DoesNotContain('\u001b', fault);
        Assert.True(fault.Length < 200);
    }

    [Fact]
    public void The_message_shows_the_first_hundred_faults_and_counts_the_rest()
    {
        var faults = Enumerable.Range(2, 100).Select(line => new IntakeFault($"line {line}", "x"));
        var message = new IntakeException("jobs.csv", faults.ToList(), 250).Message;

        Assert.Contains("250 faults. Nothing was started.", message);
        Assert.EndsWith("and 150 more", message);
    }
}
