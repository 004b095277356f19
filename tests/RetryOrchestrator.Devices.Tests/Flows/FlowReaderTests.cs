using RetryOrchestrator.Devices.Flows;
using RetryOrchestrator.Devices.Flows.Reading;
using RetryOrchestrator.Devices.Flows.Steps;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Devices.Tests.Flows;

public sealed class FlowReaderTests
{
    [Fact]
    public void A_flow_that_nests_without_end_is_refused_at_its_place()
    {
        var fault = Assert.Throws<FlowException>(() =>
            FlowReader.Parse("name: x\nsteps: " + new string('[', 100_000), "x.yaml")
        );

        Assert.Contains("x.yaml:2:", fault.Message);
        Assert.Contains("nested deeper than 20 levels", fault.Message);
    }

    [Fact]
    public void Aliases_that_stand_for_millions_of_parts_are_refused_at_their_place()
    {
        var yaml = "l0: &l0 [a, a, a, a, a, a, a, a, a, a]\n";
        for (var level = 1; level < 10; level++)
        {
            var before = string.Join(", ", Enumerable.Repeat($"*l{level - 1}", 10));
            yaml += $"l{level}: &l{level} [{before}]\n";
        }

        var fault = Assert.Throws<FlowException>(() => FlowReader.Parse(yaml, "x.yaml"));

        Assert.Contains("x.yaml:5:", fault.Message);
        Assert.Contains("more than 100000 parts", fault.Message);
    }

    [Theory]
    [InlineData("- tap: x", "has no 'assert'")]
    [InlineData("- checkpoint: x\n- assert: x", "it has no checkpoint")]
    [InlineData("- assert: '{nope}'", "no column 'nope'")]
    public void A_question_that_cannot_say_no_or_that_acts_is_refused_at_its_place(
        string steps,
        string fault
    )
    {
        var refused = Assert.Throws<FlowException>(() =>
            FlowReader.Parse($"steps:\n- tap: x\nverify:\n{steps}", "x.yaml", ["job_id"])
        );

        Assert.Contains("x.yaml:4:", refused.Message);
        Assert.Contains(fault, refused.Message);
    }

    [Fact]
    public void An_alias_inside_what_it_means_is_refused()
    {
        var fault = Assert.Throws<FlowException>(() =>
            FlowReader.Parse("name: x\nsteps: &s\n- tap: *s\n", "x.yaml")
        );

        Assert.Contains("x.yaml:3:", fault.Message);
        Assert.Contains("'*s' stands inside what it means", fault.Message);
    }

    [Fact]
    public void A_file_that_is_too_large_is_no_flow()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "name: x\nsteps:\n" + new string('#', 1_000_001));

            var fault = Assert.Throws<FlowException>(() => FlowReader.Load(path));

            Assert.Contains("larger than 1 MB", fault.Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_flow_is_read_as_it_stands()
    {
        var flow = FlowReader.Parse(
            """
            name: Post
            app: com.example
            timeout: 45s
            capabilities:
              appium:app: /apps/{account}.xml
              appium:noReset: true
              appium:newCommandTimeout: 90
            failWhen:
              - text: suspended
                category: account
                type: suspended
            steps:
              - push: "{video_path}"
                to: /sdcard/{job_id}.mp4
                scan: false
              - start: com.example/.Share
                extras: { title: "{caption}", count: 3, big: 5000000000, loud: true, code: "7" }
              - tap: Share
              - type: "{caption}"
                into: { id: caption }
                timeout: 1500ms
              - waitFor: { xpath: "//*[@text='Posted']" }
                timeout: 2m
                onFailure: { category: account, type: action_blocked, message: Not posted }
              - waitGone: { accessibilityId: spinner }
                optional: true
                name: the spinner goes
              - assert: { id: status }
                contains: "{job_id}"
              - press: back
              - shell: [input, text, "a b"]
              - pause: 0.5
            """,
            "post.yaml"
        );

        Assert.Equal(TimeSpan.FromSeconds(45), flow.StepTimeout);
        Assert.Equal(
            ["/apps/{account}.xml", true, 90L],
            flow.Capabilities.Select(c => (object)c.Text?.Source! ?? c.Value!)
        );
        Assert.Equal(FailureCategory.Account, Assert.Single(flow.FailWhen).Verdict.Category);
        Assert.Equal(
            [
                "push {video_path} to /sdcard/{job_id}.mp4",
                "start com.example/.Share",
                "tap text=Share",
                "type {caption} into id=caption",
                "waitFor xpath=//*[@text='Posted']",
                "the spinner goes",
                "assert id=status contains \"{job_id}\"",
                "press back",
                "shell input text a b",
                "pause 0.5 s",
            ],
            flow.Steps.Select(step => step.Description)
        );
        Assert.Equal(
            ["{caption}", 3L, 5000000000L, true, "7"],
            ((StartAction)flow.Steps[1].Action).Extras.Select(e => e.Text?.Source ?? e.Value!)
        );
        Assert.Equal(TimeSpan.FromMilliseconds(1500), flow.Steps[3].Timeout);
        Assert.Equal(TimeSpan.FromMinutes(2), flow.Steps[4].Timeout);
        Assert.Equal("action_blocked", flow.Steps[4].OnFailure!.Type);
        Assert.True(flow.Steps[5].Optional);
        Assert.Equal(new FlowPlace(13, 5), flow.Steps[0].At);
    }

    [Theory]
    [InlineData("steps:\n  - tapp: Share", 2, 5, "Unknown step 'tapp'. Did you mean 'tap'?")]
    [InlineData(
        "steps:\n  - tap: Share\n    timeot: 3s",
        3,
        5,
        "Unknown key 'timeot' in step 'tap'. Did you mean 'timeout'?"
    )]
    [InlineData("stepz:\n  - tap: Share", 1, 1, "Did you mean 'steps'?")]
    [InlineData("name: x", 1, 1, "'steps' is missing in a flow")]
    [InlineData("steps: []", 1, 8, "The flow has no steps")]
    [InlineData("steps:\n  - push: a.mp4", 2, 5, "'to' is missing in step 'push'")]
    [InlineData("steps:\n  - type: hello", 2, 5, "'into' is missing in step 'type'")]
    [InlineData("steps:\n  - tap: { id: a, text: b }", 2, 10, "A selector has one of")]
    [InlineData("steps:\n  - tap: { di: a }", 2, 12, "Did you mean 'id'?")]
    [InlineData("steps:\n  - tap: { xpath: '//*[' }", 2, 19, "no valid XPath")]
    [InlineData("steps:\n  - pause: soon", 2, 12, "such as 500ms, 30s or 2m; this is 'soon'")]
    [InlineData("steps:\n  - pause: 2h", 2, 12, "up to 5 minutes")]
    [InlineData("steps:\n  - tap: Share\n    timeout: -3s", 3, 14, "above zero")]
    [InlineData(
        "steps:\n  - push: {video_path}\n    to: /x",
        2,
        11,
        "Put quotes around a text that begins with a brace: push: \"{video_path}\""
    )]
    [InlineData("steps:\n  - press: bakc", 2, 12, "Unknown key 'bakc'")]
    [InlineData("steps:\n  - shell: rm -rf x", 2, 12, "a list of the program and its arguments")]
    [InlineData("steps:\n  - tap: a\n    waitFor: b", 2, 5, "'tap' and 'waitFor' in one step")]
    [InlineData("steps:\n  - tap", 2, 5, "A step is a mapping")]
    [InlineData("steps:\n  - name: nothing", 2, 5, "This step does nothing")]
    [InlineData("steps:\n  - tap: a\n    optional: maybe", 3, 15, "'optional' is true or false")]
    [InlineData(
        "steps:\n  - assert: a\n    gone: true\n    is: b",
        4,
        9,
        "What is gone has no text"
    )]
    [InlineData(
        "steps:\n  - tap: a\n    onFailure: { category: acount }",
        3,
        28,
        "Unknown category 'acount'"
    )]
    [InlineData(
        "steps:\n  - tap: a\n    onFailure: { category: account, type: 'Not This' }",
        3,
        43,
        "word in lower case"
    )]
    [InlineData("failWhen:\n  - category: account\nsteps:\n  - tap: a", 2, 5, "needs a 'text'")]
    [InlineData(
        "failWhen:\n  - matches: '('\n    category: account\nsteps:\n  - tap: a",
        2,
        14,
        "no valid regular expression"
    )]
    [InlineData(
        "failWhen:\n  - text: '{account} x'\n    category: account\nsteps:\n  - tap: a",
        2,
        11,
        "cannot have placeholders"
    )]
    [InlineData("steps:\n  - tap: [", 3, 1, "no valid YAML")]
    [InlineData("- tap: Share", 1, 1, "A flow is a mapping")]
    [InlineData("", 1, 1, "A flow is a mapping")]
    public void Every_fault_is_told_with_its_place_and_a_remedy(
        string yaml,
        int line,
        int column,
        string message
    )
    {
        var exception = Assert.Throws<FlowException>(() => FlowReader.Parse(yaml, "post.yaml"));

        var problem = Assert.Single(
            exception.Problems,
            problem => problem.Message.Contains(message)
        );
        Assert.Equal(new FlowPlace(line, column), problem.At);
        Assert.StartsWith($"post.yaml:{line}:{column}: ", problem.ToString());
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var exception = Assert.Throws<FlowException>(() =>
            FlowReader.Parse(
                """
                steps:
                  - tapp: a
                  - tap: b
                    timeout: soon
                  - type: c
                """,
                "post.yaml"
            )
        );

        Assert.Equal([2, 4, 5], exception.Problems.Select(problem => problem.At.Line));
    }

    [Fact]
    public void A_column_that_the_jobs_do_not_have_is_told_with_the_columns_they_have()
    {
        const string yaml = """
            steps:
              - tap: a
              - type: "{capton} {Job Id} {{literal}}"
                into: { id: "{colour}" }
            """;

        var exception = Assert.Throws<FlowException>(() =>
            FlowReader.Parse(yaml, "post.yaml", ["job_id", "colour"])
        );

        var problem = Assert.Single(exception.Problems);
        Assert.Equal(
            "post.yaml:3:11: The jobs have no column 'capton'. Did you mean {caption}? "
                + "Columns: job_id, colour, account, device, video_path, caption. "
                + "For literal braces write {{capton}}.",
            problem.ToString()
        );
    }

    [Fact]
    public void A_file_that_is_not_there_is_told_as_a_fault_of_the_flow()
    {
        var exception = Assert.Throws<FlowException>(() => FlowReader.Load("no-such.flow.yaml"));

        Assert.Contains("-FlowPath", Assert.Single(exception.Problems).Message);
    }
}
