using System.Text.Json;
using RetryOrchestrator.Tests.Appium;
using RetryOrchestrator.Tests.Shared;

namespace RetryOrchestrator.Devices.Tests.EndToEnd;

/// <summary>A flow tried on a phone, as one does before the first run.</summary>
public sealed class FlowTrialTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_trial_shows_each_step_names_the_evidence_of_one_that_fails_and_notes_nothing()
    {
        await using var phones = await VideoPhones.StartAsync(1);
        phones.Stubs[0].App.Suspended.Add("ben");
        var host = new PhoneHost(phones);
        host.Write("video.mp4", "the video");
        host.Write(
            "jobs.csv",
            "job_id,account,video_path,caption\n1,anna,video.mp4,hello\n2,ben,video.mp4,x\n"
        );
        var flow = host.Write("share.flow.yaml", VideoPhones.FlowText);

        var good = await TryAsync(phones, host, flow, "1");
        var bad = await TryAsync(phones, host, flow, "2");

        Assert.True(good.Result.ExitCode == 0, good.Result.Error);
        Assert.Equal(
            ["push Passed", "start Passed", "type Passed", "tap Passed", "waitFor Passed"],
            good.Steps
        );
        Assert.Equal("hello", Assert.Single(phones.Posts).Caption);
        Assert.NotEqual(0, bad.Result.ExitCode);
        Assert.Equal(["push Passed", "start Passed", "type Failed"], bad.Steps);
        Assert.Contains("account has been suspended", bad.Result.Error);
        var evidence = Path.Combine(phones.Folder, "share.flow.artifacts", "try");
        // A long line of an error is broken where the window ends.
        Assert.Contains("Evidence:", bad.Result.Error);
        Assert.Contains(
            "account has been suspended",
            await File.ReadAllTextAsync(Path.Combine(evidence, "source.xml"), Stop)
        );
        Assert.False(File.Exists(host.State));
        Assert.Empty(host.Processes());
        Assert.DoesNotContain("tcp:6790", await phones.Adb.RunAsync("forward", "--list"));
    }

    private static async Task<(HostResult Result, IEnumerable<string> Steps)> TryAsync(
        VideoPhones phones,
        PhoneHost host,
        string flow,
        string job
    )
    {
        var result = await host.RunAsync(
            "--json",
            "Test-OrchestratorFlow",
            flow,
            "-JobsPath",
            host.Jobs,
            "-JobId",
            job,
            "-AdbPath",
            phones.Adb.Program,
            "-AppiumHome",
            await AppiumKit.GetAsync()
        );
        using var json = JsonDocument.Parse(result.Output);
        return (
            result,
            json.RootElement.EnumerateArray()
                .Select(step => $"{step.GetProperty("Step")} {step.GetProperty("Status")}")
                .ToList()
        );
    }
}
