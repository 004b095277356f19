using System.Text;
using System.Text.Json;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Executors.Tests.Support;

namespace RetryOrchestrator.Executors.Tests.Processes;

public class JobJsonTests
{
    [Fact]
    public void A_job_is_one_line_with_all_columns_in_order()
    {
        var job = Attempts.Job(
            "j1",
            ("caption", "a \"b\"\nÜ 🎉 <&'+>"),
            ("zebra", ""),
            ("Ant", "2")
        );

        var json = Encoding.UTF8.GetString(JobJson.Write(job.Columns).Span);

        Assert.Equal(
            """{"job_id":"j1","caption":"a \"b\"\nÜ 🎉 <&'+>","zebra":"","Ant":"2"}""",
            json.Replace("\\uD83C\\uDF89", "🎉").TrimEnd('\n')
        );
        Assert.EndsWith("}\n", json);
        Assert.Equal(1, json.Count(c => c == '\n'));
    }

    [Fact]
    public void Half_a_character_and_a_NUL_do_not_break_it()
    {
        var job = Attempts.Job("j1", ("caption", "a\ud83cb\0c"));

        var json = JsonDocument.Parse(JobJson.Write(job.Columns));

        Assert.Equal("a\ufffdb\0c", json.RootElement.GetProperty("caption").GetString());
    }
}
