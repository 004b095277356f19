using System.Reflection;
using RetryOrchestrator.Devices.Flows;
using RetryOrchestrator.Devices.Flows.Reading;
using RetryOrchestrator.Devices.Flows.Running;
using RetryOrchestrator.Devices.Flows.Steps;
using RetryOrchestrator.Engine.Jobs;

namespace RetryOrchestrator.Devices.Tests.Flows;

/// <summary>A kind of step is one class and one line of <see cref="StepKinds"/>; here is what else it needs.</summary>
public sealed class StepKindTests : IDisposable
{
    /// <summary>A step of each kind with all its keys, what a user sees of it, and what it does.</summary>
    private static readonly Dictionary<string, (string Yaml, string Seen, string? Done)> Samples =
        new()
        {
            ["push"] = (
                "push: a.mp4\n  to: /sdcard/{job_id}.mp4\n  scan: false",
                "push a.mp4 to /sdcard/{job_id}.mp4",
                "push a.mp4 /sdcard/7.mp4"
            ),
            ["start"] = (
                "start: com.example\n  action: SEND\n  data: a://b\n  mimeType: text/plain\n"
                    + "  category: DEFAULT\n  share: /sdcard/a.mp4\n  extras: { title: x }",
                "start com.example",
                "am start -W -a SEND -d a://b -t text/plain -c DEFAULT --es title x "
                    + "--eu android.intent.extra.STREAM content://media/external/file/42 "
                    + "-p com.example --grant-read-uri-permission"
            ),
            ["tap"] = ("tap: Post", "tap text=Post", "tap Post"),
            ["type"] = (
                "type: job {job_id}\n  into: { id: Post }",
                "type job {job_id} into id=Post",
                "type job 7"
            ),
            ["clear"] = ("clear: Post", "clear text=Post", "clear Post"),
            ["waitFor"] = ("waitFor: Post", "waitFor text=Post", null),
            ["waitGone"] = ("waitGone: spinner", "waitGone text=spinner", null),
            ["assert"] = (
                "assert: Post\n  gone: false\n  is: Post\n  contains: os",
                "assert text=Post is \"Post\" contains \"os\"",
                null
            ),
            ["screenshot"] = ("screenshot: before", "screenshot before", null),
            ["checkpoint"] = (
                "checkpoint: posting {job_id}",
                "checkpoint posting {job_id}",
                "!posting 7"
            ),
            ["press"] = ("press: back", "press back", "input keyevent KEYCODE_BACK"),
            ["shell"] = ("shell: [rm, a]", "shell rm a", "rm a"),
            ["pause"] = ("pause: 90s", "pause 90 s", null),
        };

    private readonly string _folder = Directory.CreateTempSubdirectory("step-kind-").FullName;

    public static TheoryData<string> Keywords => [.. StepKinds.All.Select(kind => kind.Keyword)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_class_of_steps_is_registered_and_no_keyword_is_two() =>
        Assert.Equal(
            typeof(FlowAction)
                .Assembly.GetTypes()
                .Where(type => type.IsSubclassOf(typeof(FlowAction)) && !type.IsAbstract)
                .Select(type => type.GetProperty("Step", BindingFlags.Public | BindingFlags.Static))
                .Select(step => ((StepKind)step!.GetValue(null)!).Keyword)
                .Order(),
            StepKinds.All.Select(kind => kind.Keyword).Distinct().Order()
        );

    [Fact]
    public void Every_kind_has_a_sample_and_no_other_is_sampled() =>
        Assert.Equal(StepKinds.All.Select(kind => kind.Keyword).Order(), Samples.Keys.Order());

    [Theory]
    [MemberData(nameof(Keywords))]
    public void A_sample_names_every_key_and_is_read_as_its_kind(string keyword)
    {
        var (yaml, seen, _) = Samples[keyword];

        var step = FlowReader.Parse(Flow(yaml), "x.yaml").Steps[0];

        Assert.Equal(keyword, step.Action.Keyword);
        Assert.Equal(keyword, step.Action.Kind.Keyword);
        Assert.Equal(seen, step.Description);
        Assert.All(step.Action.Kind.Keys, key => Assert.Contains($"  {key}: ", yaml));
    }

    [Theory]
    [MemberData(nameof(Keywords))]
    public void A_key_that_is_missing_or_unknown_is_told_with_the_name_of_the_step(string keyword)
    {
        var kind = StepKinds.All.Single(kind => kind.Keyword == keyword);
        var needed = kind.Arguments.Where(argument => argument.IsRequired).ToList();
        var line = Samples[keyword].Yaml.Split('\n')[0];

        var fault = Assert.Throws<FlowException>(() =>
            FlowReader.Parse(Flow($"{line}\n  colour: red"), "x.yaml")
        );

        Assert.Equal(
            needed
                .Select(key => $"'{key.Key}' is missing in step '{keyword}'. Add '{key.Key}: …'.")
                .Append(
                    $"Unknown key 'colour' in step '{keyword}'. Known: "
                        + $"{string.Join(", ", kind.Keys.Prepend(keyword).Concat(StepKind.CommonKeys))}."
                ),
            fault.Problems.Select(problem => problem.Message)
        );
    }

    [Theory]
    [MemberData(nameof(Keywords))]
    public async Task A_sample_does_what_it_says_within_the_limit_of_its_kind(string keyword)
    {
        var (phone, time) = (new FakePhone(), new SteppedTime());
        phone.Shown.Add("Post");
        var context = new FlowContext(
            phone,
            phone,
            new JobColumns([new("job_id", "7")]),
            _folder,
            time
        )
        {
            PassCheckpoint = word => phone.Did.Add($"!{word}"),
        };
        var flow = FlowReader.Parse(Flow(Samples[keyword].Yaml), "x.yaml");

        var run = new FlowRunner(flow with { Steps = [flow.Steps[0]] }, context).RunAsync(
            null,
            TestContext.Current.CancellationToken
        );
        await time.DriveAsync(run, waiting: 2);

        Assert.Null(await run);
        Assert.Equal(Samples[keyword].Done, phone.Did.LastOrDefault());
    }

    [Theory]
    [MemberData(nameof(Keywords))]
    public void A_limit_may_be_up_to_the_longest_of_the_kind_and_no_longer(string keyword)
    {
        var longest = StepKinds
            .All.Single(kind => kind.Keyword == keyword)
            .LongestLimit.TotalSeconds;
        var yaml = Samples[keyword].Yaml;

        Assert.NotNull(FlowReader.Parse(Flow($"{yaml}\n  timeout: {longest:0}s"), "x.yaml"));
        Assert.Throws<FlowException>(() =>
            FlowReader.Parse(Flow($"{yaml}\n  timeout: {longest + 1:0}s"), "x.yaml")
        );
    }

    // A checkpoint cannot be the last step.
    private static string Flow(string step) => $"steps:\n- {step}\n- tap: Post\n";
}
