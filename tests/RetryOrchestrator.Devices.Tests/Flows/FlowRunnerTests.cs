using RetryOrchestrator.Devices.Adb;
using RetryOrchestrator.Devices.Flows.Reading;
using RetryOrchestrator.Devices.Flows.Running;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Devices.Tests.Flows;

public sealed class FlowRunnerTests : IDisposable
{
    private const string Guards = """
        failWhen:
          - text: account has been suspended
            category: account
            type: suspended

        """;

    private readonly FakePhone _phone = new();
    private readonly SteppedTime _time = new();
    private readonly List<FlowStepResult> _ended = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("flow-test-").FullName;
    private readonly Dictionary<string, string> _columns = new()
    {
        ["job_id"] = "7",
        ["video_path"] = "/videos/one.mp4",
        ["caption"] = "Größe \"XL\" $HOME 🎬",
    };

    [Fact]
    public async Task Steps_run_in_order_with_the_jobs_data_filled_in()
    {
        _phone.Shown.UnionWith(["caption", "Post", "Posted 7"]);

        var failure = await RunAsync(
            """
            steps:
              - push: "{video_path}"
                to: /sdcard/Movies/{job_id}.mp4
              - start: com.example/.Share
                action: android.intent.action.SEND
                mimeType: video/mp4
                share: /sdcard/Movies/{job_id}.mp4
                extras: { title: "{caption}", count: 3, loud: false }
              - type: "{caption}"
                into: { id: caption }
              - tap: { text: Post }
              - waitFor: { text: "Posted {job_id}" }
              - press: back
              - shell: [rm, "/sdcard/Movies/{job_id}.mp4"]
            """
        );

        Assert.Null(failure);
        Assert.Equal(
            [
                "push /videos/one.mp4 /sdcard/Movies/7.mp4",
                "am broadcast -a android.intent.action.MEDIA_SCANNER_SCAN_FILE -d file:///sdcard/Movies/7.mp4",
                "content query --uri content://media/external/file --projection _id --where _data LIKE '%/Movies/7.mp4'",
                "am start -W -a android.intent.action.SEND -t video/mp4 -n com.example/.Share "
                    + "--es title Größe \"XL\" $HOME 🎬 --ei count 3 --ez loud false "
                    + "--eu android.intent.extra.STREAM content://media/external/file/42 "
                    + "--grant-read-uri-permission",
                "type Größe \"XL\" $HOME 🎬",
                "tap Post",
                "input keyevent KEYCODE_BACK",
                "rm /sdcard/Movies/7.mp4",
            ],
            _phone.Did
        );
        Assert.All(_ended, step => Assert.Equal(FlowStepStatus.Passed, step.Status));
    }

    [Fact]
    public async Task An_app_is_started_by_its_package_alone()
    {
        await RunAsync("steps:\n  - start: com.example");

        Assert.Equal(
            "am start -W -a android.intent.action.MAIN -c android.intent.category.LAUNCHER -p com.example",
            Assert.Single(_phone.Did)
        );
    }

    [Fact]
    public async Task A_step_waits_for_its_element()
    {
        _phone.OnLook = look =>
        {
            if (look == 4)
            {
                _phone.Shown.Add("Share");
            }
        };

        Assert.Null(await RunAsync("steps:\n  - tap: Share"));

        Assert.Equal("tap Share", Assert.Single(_phone.Did));
        Assert.Equal(TimeSpan.FromSeconds(1.5), Assert.Single(_ended).Duration);
    }

    [Fact]
    public async Task An_element_that_never_comes_is_an_infrastructure_timeout_after_the_steps_limit()
    {
        var failure = await RunAsync("steps:\n  - tap: { id: share_button }\n    timeout: 7s");

        Assert.Equal(
            "Timeout waiting for element id=share_button (7 s) (post.yaml:2, step 1: tap id=share_button)",
            failure!.Message
        );
        Assert.Equal(FailureCategory.Infrastructure, failure.DeclaredCategory);
        Assert.Equal("timeout", failure.DeclaredType);
        Assert.Equal(TimeSpan.FromSeconds(7), Assert.Single(_ended).Duration);
    }

    [Fact]
    public async Task A_session_that_does_not_answer_is_told_from_an_element_that_does_not_come()
    {
        _phone.Frozen = true;

        var failure = await RunAsync("steps:\n  - tap: Share");

        Assert.Equal("appium_timeout", failure!.DeclaredType);
    }

    [Fact]
    public async Task A_step_without_the_screen_that_runs_out_of_time_is_not_laid_to_the_session()
    {
        // The last try of the step before is cut off in the middle of a call.
        _phone.OnLook = look =>
        {
            if (look == 4)
            {
                _phone.Frozen = true;
                _time.Advance(TimeSpan.FromSeconds(0.6));
            }
        };

        var failure = await RunAsync(
            "steps:\n  - tap: Not now\n    optional: true\n    timeout: 2s\n"
                + "  - pause: 90s\n    timeout: 5s"
        );

        Assert.Equal(FlowStepStatus.Skipped, _ended[0].Status);
        Assert.Equal("timeout", failure!.DeclaredType);
        Assert.StartsWith("Timeout in pause 90 s (5 s)", failure.Message);
    }

    [Fact]
    public async Task A_guards_text_ends_the_wait_at_once_with_its_category()
    {
        _phone.OnLook = look =>
        {
            if (look == 3)
            {
                _phone.Shown.Add("Sorry, your Account has been SUSPENDED.");
            }
        };

        var failure = await RunAsync(Guards + "steps:\n  - waitFor: Posted");

        Assert.Equal(FailureCategory.Account, failure!.DeclaredCategory);
        Assert.Equal("suspended", failure.DeclaredType);
        Assert.StartsWith("The screen says: Sorry, your Account", failure.Message);
        Assert.True(Assert.Single(_ended).Duration < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_guard_is_looked_at_when_an_assertion_fails_even_if_the_step_is_optional()
    {
        _phone.Shown.Add("account has been suspended");

        var failure = await RunAsync(Guards + "steps:\n  - assert: Home\n    optional: true");

        Assert.Equal("suspended", failure!.DeclaredType);
    }

    [Fact]
    public async Task A_caption_that_speaks_of_suspension_is_not_taken_for_the_app_saying_so()
    {
        _columns["caption"] = "My account has been suspended! Storytime";
        _phone.Shown.Add("caption");

        var failure = await RunAsync(
            Guards
                + "steps:\n  - type: \"{caption}\"\n    into: { id: caption }\n  - waitFor: Posted"
        );

        Assert.Equal("timeout", failure!.DeclaredType);
    }

    [Fact]
    public async Task An_optional_step_that_finds_nothing_is_skipped_and_the_flow_goes_on()
    {
        var failure = await RunAsync(
            "steps:\n  - tap: Not now\n    optional: true\n    timeout: 2s\n  - press: home"
        );

        Assert.Null(failure);
        Assert.Equal(
            [FlowStepStatus.Skipped, FlowStepStatus.Passed],
            _ended.Select(step => step.Status)
        );
        Assert.Contains("Not now", _ended[0].Failure!.Message);
    }

    [Fact]
    public async Task An_optional_step_does_not_hide_a_frozen_session()
    {
        _phone.Frozen = true;

        var failure = await RunAsync("steps:\n  - tap: Not now\n    optional: true");

        Assert.Equal("appium_timeout", failure!.DeclaredType);
    }

    [Fact]
    public async Task A_step_can_say_what_its_failure_means()
    {
        var failure = await RunAsync(
            "steps:\n  - waitFor: Home\n    onFailure: { category: account, type: logged_out, message: Not logged in }"
        );

        Assert.Equal(FailureCategory.Account, failure!.DeclaredCategory);
        Assert.Equal("logged_out", failure.DeclaredType);
        Assert.StartsWith("Not logged in (", failure.Message);
    }

    [Fact]
    public async Task A_broken_device_is_never_taken_for_what_the_step_says_its_failure_means()
    {
        _phone.PushFailure = AdbFailure.Declared(AdbFailure.Dropped, "gone");

        var failure = await RunAsync(
            "steps:\n  - push: a\n    to: /b\n    optional: true\n    onFailure: { category: account }"
        );

        Assert.Equal("connection_dropped", failure!.DeclaredType);
    }

    [Theory]
    [InlineData("assert: status done", null)]
    [InlineData("assert: gone\n    gone: true", null)]
    [InlineData("assert: status\n    is: status done", null)]
    [InlineData("assert: status\n    contains: done", null)]
    [InlineData("assert: other", "Assertion failed: text=other is not there")]
    [InlineData(
        "assert: status done\n    gone: true",
        "Assertion failed: text=status done is still there"
    )]
    [InlineData(
        "assert: status\n    is: x",
        "Assertion failed: text=status is \"status done\", not \"x\""
    )]
    [InlineData(
        "assert: status\n    contains: x",
        "Assertion failed: text=status is \"status done\", without \"x\""
    )]
    public async Task An_assertion_looks_once_and_says_what_it_saw(string step, string? message)
    {
        _phone.Shown.Add("status done");

        var failure = await RunAsync($"steps:\n  - {step}");

        Assert.Equal(message, failure?.Message.Split(" (post.yaml")[0]);
        Assert.Null(failure?.DeclaredCategory);
        Assert.Equal(TimeSpan.Zero, Assert.Single(_ended).Duration);
    }

    [Fact]
    public async Task A_pause_takes_as_long_as_it_says()
    {
        await RunAsync("steps:\n  - pause: 90s");

        Assert.Equal(TimeSpan.FromSeconds(90), Assert.Single(_ended).Duration);
    }

    [Fact]
    public async Task A_screenshot_goes_into_the_attempts_folder()
    {
        await RunAsync("steps:\n  - screenshot: before {job_id}");

        Assert.True(File.Exists(Path.Combine(_folder, "before 7.png")));
    }

    [Fact]
    public async Task A_stop_ends_the_flow_in_the_middle_of_a_wait()
    {
        using var stop = new CancellationTokenSource();
        _phone.OnLook = look =>
        {
            if (look == 3)
            {
                stop.Cancel();
            }
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            RunUntilAsync("steps:\n  - waitFor: Posted", stop.Token)
        );

        Assert.Empty(_ended);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<FailureEvidence?> RunAsync(string yaml) =>
        RunUntilAsync(yaml, TestContext.Current.CancellationToken);

    private async Task<FailureEvidence?> RunUntilAsync(string yaml, CancellationToken stop)
    {
        var flow = FlowReader.Parse(yaml, "post.yaml");
        var context = new FlowContext(_phone, _phone, new JobColumns(_columns), _folder, _time);
        var run = new FlowRunner(flow, context).RunAsync(_ended.Add, stop);
        // The step's limit, and the pause between two tries unless the screen never answers.
        await _time.DriveAsync(run, waiting: _phone.Frozen ? 1 : 2);

        return await run;
    }
}
