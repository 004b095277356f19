using System.Text.Json;
using RetryOrchestrator.Devices.Flows.Reading;
using RetryOrchestrator.Devices.Flows.Steps;
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
        Assert.Contains(flow.Steps, step => step.Action is StartAction { Share: not null });
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
            StepKinds.All.Select(kind => kind.Keyword).Order(),
            steps.Select(step => step.Name).Order()
        );
        foreach (var kind in StepKinds.All)
        {
            var step = definitions.GetProperty("steps").GetProperty(kind.Keyword);
            Assert.Equal(
                kind.Keys.Prepend(kind.Keyword).Concat(StepKind.CommonKeys).Order(),
                Keys(step).Order()
            );
            Assert.Equal(
                kind.Arguments.Where(argument => argument.IsRequired)
                    .Select(argument => argument.Key)
                    .Prepend(kind.Keyword),
                step.GetProperty("required").EnumerateArray().Select(key => key.GetString())
            );
        }

        Assert.Equal(
            SelectorReader.Words.Order(),
            Keys(definitions.GetProperty("selector").GetProperty("anyOf")[1]).Order()
        );
    }

    [Fact]
    public void The_schema_for_editors_takes_a_step_where_the_reader_takes_it()
    {
        using var schema = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(Samples, "flow.schema.json"))
        );

        Assert.Equal(StepKinds.All.Select(kind => kind.Keyword).Order(), Taken("steps"));
        Assert.Equal(
            StepKinds
                .All.Where(kind => kind.NotUnderVerify is null)
                .Select(kind => kind.Keyword)
                .Order(),
            Taken("verify")
        );

        IEnumerable<string> Taken(string list) =>
            schema
                .RootElement.GetProperty("properties")
                .GetProperty(list)
                .GetProperty("items")
                .GetProperty("anyOf")
                .EnumerateArray()
                .Select(step => step.GetProperty("$ref").GetString()!.Split('/')[^1])
                .Order();
    }

    [Fact]
    public void The_documented_flow_has_no_faults_and_its_table_names_every_step_key_target_and_limit()
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
            StepKinds.All,
            kind =>
            {
                var row = Assert.Single(rows, row => row.Contains($"`{kind.Keyword}:`"));
                var cells = row.Split('|', StringSplitOptions.TrimEntries);
                Assert.All(kind.Keys, key => Assert.Matches($"`{key}[`:]", cells[4]));
                Assert.Equal(kind.Target.ToString().ToLowerInvariant(), cells[2]);
                Assert.StartsWith(
                    kind.Limit is { } limit ? $"{limit.TotalMinutes:0}m" : "the flow's",
                    cells[5]
                );
            }
        );
        Assert.All(
            StepKind.CommonKeys.Concat(SelectorReader.Words),
            word => Assert.Matches($"`{word}[`:]", page)
        );
    }

    private static IEnumerable<string> Keys(JsonElement schema) =>
        schema.GetProperty("properties").EnumerateObject().Select(property => property.Name);
}
