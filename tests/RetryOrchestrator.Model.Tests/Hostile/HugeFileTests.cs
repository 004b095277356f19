using System.Text;
using RetryOrchestrator.Engine.Configuration;
using RetryOrchestrator.Engine.Csv;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Outcomes.RulesFile;
using RetryOrchestrator.Engine.Tests.Intake.Support;
using RetryOrchestrator.Engine.Tests.Support;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Model.Tests.Hostile;

/// <summary>Size alone brings nothing down: what is too large is refused before it is in memory.</summary>
public class HugeFileTests
{
    private const long Gigabyte = 1L << 30;

    // Many times what it takes on a busy machine; what does not end takes longer.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("job_id,caption\nv1,\"", 'x')]
    [InlineData("job_id,caption\nv1,", 'x')]
    [InlineData("job_id,caption\nv1,", ',')]
    [InlineData("job_id,caption\nv1,\"", '\n')]
    [InlineData("job_id,caption\nv1,", '"')]
    [InlineData("", 'x')]
    [InlineData("", '"')]
    public void A_field_of_a_gigabyte_is_refused_after_a_few_megabytes(string start, char filling)
    {
        using var stream = new EndlessStream(start, (byte)filling, Gigabyte);
        var before = GC.GetAllocatedBytesForCurrentThread();

        using var records = new CsvRecords(stream, names => names.Contains("job_id"));
        var problems = new List<string>();
        while (records.Next() is { } record)
        {
            problems.AddRange(record.Problem is { } problem ? [problem] : []);
        }

        Assert.Contains("is longer than 1 MB", Assert.Single(problems));
        Assert.InRange(stream.Furthest, 1, 8 << 20);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 << 20);
    }

    [Fact]
    public async Task A_configuration_made_of_nothing_but_faults_is_refused_in_bearable_time()
    {
        var names = Repeat(n => $"\"NoSuchSetting{n % 1000}\":1,\n", 1 << 20);

        var faults = await FaultsOf($"{{{names}}}", ConfigurationFile.FileName);

        Assert.Equal(101, faults.Count);
    }

    [Theory]
    [InlineData("rules.json", "[{", "\"nocategory\":1,", "}]")]
    [InlineData("rules.json", "[", "{},", "]")]
    [InlineData("rules.json", "[", "1,", "]")]
    [InlineData("rules.json", "[", "\n", "")]
    [InlineData("rules.json", "", "[", "")]
    [InlineData("rules.csv", "category,message", ",nocategory", "\n")]
    [InlineData("rules.csv", "category,message", ",", "\n")]
    [InlineData("rules.csv", "category,message\n", "x,(\n", "")]
    [InlineData("rules.csv", "category,message\n", "input,((((((((((\n", "")]
    public async Task Rules_made_of_nothing_but_faults_are_refused_in_bearable_time(
        string name,
        string start,
        string fault,
        string end
    )
    {
        var faults = await FaultsOf(start + Repeat(_ => fault, (1 << 20) - 100) + end, name);

        Assert.InRange(faults.Count, 1, 101);
    }

    [Fact]
    public void A_device_without_end_is_no_configuration()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "there is no such device here");

        Assert.Contains(
            "is a device, not a file",
            Assert
                .Throws<ConfigurationException>(() =>
                    ConfigurationFile.Read("/dev/zero", SampleSettings.Catalog)
                )
                .Message
        );
        Assert.Contains(
            "is a device, not a file",
            Assert.Throws<ConfigurationException>(() => FailureRulesFile.Read("/dev/zero")).Message
        );
    }

    private static string Repeat(Func<int, string> piece, int length)
    {
        var text = new StringBuilder(length);
        for (var n = 0; text.Length + 40 < length; n++)
        {
            text.Append(piece(n));
        }

        return text.ToString();
    }

    private static async Task<IReadOnlyList<string>> FaultsOf(string text, string name)
    {
        using var file = new JobsFile(Encoding.UTF8.GetBytes(text), name);
        var read = Task.Run<object>(() =>
            name == ConfigurationFile.FileName
                ? ConfigurationFile.Read(file.Path, SampleSettings.Catalog)
                : FailureRulesFile.Read(file.Path)
        );
        return (
            await Assert.ThrowsAsync<ConfigurationException>(() =>
                read.WaitAsync(Deadline, TestContext.Current.CancellationToken)
            )
        ).Faults;
    }
}
