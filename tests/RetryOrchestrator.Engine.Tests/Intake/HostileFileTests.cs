using CsCheck;
using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Tests.Intake.Support;

namespace RetryOrchestrator.Engine.Tests.Intake;

public class HostileFileTests
{
    [Fact]
    public void A_field_that_is_too_long_is_refused_and_the_rows_behind_it_are_looked_at()
    {
        var faults = JobsFile.Faults($"job_id,c\nv1,{new string('x', 1_000_001)}\n,y\n");

        Assert.StartsWith("line 2: is longer than 1 MB", faults[0]);
    }

    [Fact]
    public void A_header_of_a_hundred_thousand_columns_is_refused()
    {
        var header = string.Join(',', Enumerable.Range(0, 100_000).Select(n => $"c{n}"));

        Assert.Contains(
            "has 100001 columns; the limit is 1000",
            JobsFile.Faults($"job_id,{header}\n")[0]
        );
    }

    [Fact]
    public void Any_bytes_give_rows_or_faults_and_never_anything_else() =>
        Gen
            .Byte.Array[0, 400]
            .Sample(content =>
            {
                using var file = new JobsFile(content);
                return file.Source().Read().All(item => item.Row is null != item.Fault is null);
            });

    [Fact]
    public void Any_text_of_the_characters_that_matter_gives_rows_or_faults()
    {
        var text = Gen.OneOf("\"", ",", ";", "\t", "\n", "\r", "\r\n", "a", " ", "é", "\uFEFF")
            .Array[0, 60]
            .Select(string.Concat);
        text.Sample(body =>
        {
            using var file = new JobsFile("job_id,caption\n" + body);
            var items = file.Source().Read().ToList();
            return items.Count > 0
                && items.TrueForAll(item => item.Row is null != item.Fault is null)
                && items.TrueForAll(item => item.Row?.Job.Id is null or { Length: > 0 });
        });
    }

    [Fact]
    public void A_list_with_faults_changes_nothing_and_tells_all_of_them()
    {
        using var file = new JobsFile("job_id,n\nv1,1\n,2\nv2,3\nv1,4\n");
        using var session = new RecordingSession();

        var fault = Assert.Throws<IntakeException>(() =>
            IntakeLoader.Load(file.Source(), session, "print")
        );

        Assert.Equal(2, fault.Total);
        Assert.Equal(["v1"], session.Added);
        Assert.False(session.Completed);
    }

    [Fact]
    public void A_good_list_is_taken_in_whole()
    {
        using var file = new JobsFile("job_id\nv1\nv2\n");
        using var session = new RecordingSession();

        IntakeLoader.Load(file.Source(), session, "print");

        Assert.Equal(["v1", "v2"], session.Added);
        Assert.True(session.Completed);
    }
}
