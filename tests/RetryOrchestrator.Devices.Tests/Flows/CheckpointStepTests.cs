using RetryOrchestrator.Devices;
using RetryOrchestrator.Devices.Flows;
using RetryOrchestrator.Devices.Flows.Reading;
using RetryOrchestrator.Devices.Flows.Running;
using RetryOrchestrator.Devices.Pool;
using RetryOrchestrator.Engine.Artifacts;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Devices.Tests.Flows;

/// <summary>The step by which a flow says that what follows must not be done twice.</summary>
public sealed class CheckpointStepTests : IDisposable
{
    private const string Guards = """
        failWhen:
          - text: account has been suspended
            category: account
            type: suspended

        """;

    private readonly FakePhone _phone = new();
    private readonly SteppedTime _time = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("checkpoint-").FullName;
    private readonly List<FlowStepResult> _ended = [];

    public CheckpointStepTests() =>
        PassCheckpoint = word =>
        {
            Checkpoints.Write(Place, word);
            _phone.Did.Add("checkpoint");
        };

    private Action<string> PassCheckpoint { get; set; }

    private string Place => Path.Combine(_folder, "said");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("- tap: Post\n- checkpoint: posting", "3", "Nothing follows this checkpoint")]
    [InlineData("- checkpoint: ''\n- tap: Post", "2", "checkpoint")]
    [InlineData("- checkpoint: [a, b]\n- tap: Post", "2", "checkpoint")]
    [InlineData("- checkpoint: posting\n  tap: Post", "2", "in one step")]
    [InlineData("- checkpoint: posting {nope}\n- tap: Post", "2", "no column 'nope'")]
    [InlineData("- checkpoint: posting\n  into: Post\n- tap: Post", "3", "Unknown key 'into'")]
    public void One_that_cannot_be_meant_so_is_refused_at_its_place(
        string steps,
        string line,
        string fault
    )
    {
        var refused = Assert.Throws<FlowException>(() =>
            FlowReader.Parse($"steps:\n{steps}", "x.yaml", ["job_id"])
        );

        Assert.Contains($"x.yaml:{line}:", refused.Message);
        Assert.Contains(fault, refused.Message);
    }

    [Fact]
    public async Task Its_word_is_recorded_before_the_next_step_with_the_jobs_data_filled_in()
    {
        _phone.Shown.Add("Post");
        string? saidAtTap = null;
        _phone.OnLook = _ => saidAtTap = Checkpoints.Read(Place);

        Assert.Null(await RunAsync("steps:\n- checkpoint: posting {job_id}\n- tap: Post"));

        Assert.Equal("posting 7", saidAtTap);
        Assert.Equal(["checkpoint", "tap Post"], _phone.Did);
    }

    [Fact]
    public async Task What_was_done_before_it_was_done_before_it_is_recorded()
    {
        _phone.Shown.Add("Next");

        await RunAsync("steps:\n- tap: Next\n- checkpoint: posting\n- tap: Post\n  timeout: 1s");

        Assert.Equal(["tap Next", "checkpoint"], _phone.Did);
    }

    [Fact]
    public async Task Where_it_cannot_be_recorded_the_flow_goes_no_further_and_no_phone_is_blamed()
    {
        _phone.Shown.Add("Post");
        PassCheckpoint = _ => throw new IOException("No space left on device");

        var failure = await RunAsync(
            "steps:\n- checkpoint: posting\n  optional: true\n- tap: Post"
        );

        Assert.Empty(_phone.Did);
        Assert.Equal(
            (FailureCategory.Infrastructure, "checkpoint_not_recorded"),
            (failure?.DeclaredCategory, failure?.DeclaredType)
        );
        Assert.Contains("No space left on device", failure!.Message);
        Assert.Equal(LeaseOutcome.Nothing, DeviceVerdict.Of(new AttemptResult.Failed(failure)));
    }

    [Theory]
    [InlineData("- waitFor: nowhere\n  timeout: 1s", true)]
    [InlineData("- assert: nowhere", true)]
    [InlineData("- push: /videos/one.mp4\n  to: /sdcard/one.mp4", true)]
    [InlineData("- assert: nowhere\n  onFailure: { category: input, type: refused }", false)]
    [InlineData("- waitFor: nowhere\n  timeout: 1s", false, "your account has been suspended")]
    public async Task What_the_flow_does_not_state_after_it_leaves_open_whether_it_happened(
        string step,
        bool leavesOpen,
        string shown = ""
    )
    {
        _phone.Shown.Add(shown);
        _phone.PushFailure = new FailureEvidence { Message = "device offline" };

        var failure = await RunAsync($"{Guards}steps:\n- checkpoint: posting\n{step}");

        Assert.Equal(leavesOpen, failure?.LeavesOpen);
        Assert.Equal("posting", Checkpoints.Read(Place));
    }

    private async Task<FailureEvidence?> RunAsync(string yaml)
    {
        var flow = FlowReader.Parse(yaml, "post.yaml");
        var columns = new JobColumns([new("job_id", "7")]);
        var context = new FlowContext(_phone, _phone, columns, _folder, _time)
        {
            PassCheckpoint = word => PassCheckpoint(word),
        };
        var run = new FlowRunner(flow, context).RunAsync(
            _ended.Add,
            TestContext.Current.CancellationToken
        );
        // The step's limit, and the pause between two tries.
        await _time.DriveAsync(run, waiting: 2);
        return await run;
    }
}
