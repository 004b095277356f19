using System.Text.Json;
using RetryOrchestrator.Devices.Flows;
using RetryOrchestrator.Devices.Flows.Reading;
using RetryOrchestrator.Tests.Shared;

namespace RetryOrchestrator.Devices.Tests.Flows;

/// <summary>What is shipped beside the code: the sample and the schema for editors.</summary>
public sealed class FlowSampleTests
{
    private static readonly string Samples = Path.Combine(AppContext.BaseDirectory, "samples");

    [Fact]
    public void The_sample_flow_has_no_faults_for_the_sample_jobs()
    {
        var flow = FlowReader.Load(
            Path.Combine(Samples, "share-video.flow.yaml"),
            ["job_id", "account", "video_path", "caption"]
        );

        Assert.Equal("Share a video", flow.Name);
        Assert.Contains(flow.Steps, step => step.Action is FlowAction.Start { Share: not null });
    }

    [Fact]
    public void The_schema_for_editors_knows_the_steps_and_keys_that_the_reader_knows()
    {
        using var schema = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(Samples, "flow.schema.json"))
        );
        var definitions = schema.RootElement.GetProperty("definitions");
        var steps = definitions.GetProperty("steps").EnumerateObject().ToList();

        Assert.Equal(
            StepForm.All.Select(form => form.Keyword).Order(),
            steps.Select(step => step.Name).Order()
        );
        foreach (var form in StepForm.All)
        {
            Assert.Equal(
                new List<string> { form.Keyword }
                    .Concat(form.Keys)
                    .Concat(StepForm.CommonKeys)
                    .Order(),
                Keys(definitions.GetProperty("steps").GetProperty(form.Keyword)).Order()
            );
        }

        Assert.Equal(
            SelectorReader.Words.Order(),
            Keys(definitions.GetProperty("selector").GetProperty("anyOf")[1]).Order()
        );
    }

    [Fact]
    public void The_documented_flow_has_no_faults_and_its_table_names_every_step_and_key()
    {
        var page = File.ReadAllText(RepositoryRoot.Of("docs", "devices.md"));
        var flow = page.Split("```yaml\n")[1].Split("```")[0];
        var rows = page.Split('\n')
            .SkipWhile(line => !line.StartsWith("| step |", StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith('|'))
            .Skip(2)
            .ToList();

        FlowReader.Parse(flow, "devices.md");

        Assert.All(
            StepForm.All,
            form =>
            {
                var row = Assert.Single(rows, row => row.Contains($"`{form.Keyword}:`"));
                Assert.All(form.Keys, key => Assert.Matches($"`{key}[`:]", row));
            }
        );
        Assert.All(
            StepForm.CommonKeys.Concat(SelectorReader.Words),
            word => Assert.Matches($"`{word}[`:]", page)
        );
    }

    private static IEnumerable<string> Keys(JsonElement schema) =>
        schema.GetProperty("properties").EnumerateObject().Select(property => property.Name);
}
