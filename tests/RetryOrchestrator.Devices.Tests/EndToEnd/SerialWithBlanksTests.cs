using RetryOrchestrator.Devices;
using RetryOrchestrator.Engine.Configuration;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Text;
using RetryOrchestrator.Executors.Processes;

namespace RetryOrchestrator.Devices.Tests.EndToEnd;

/// <summary>Serials as people write them, in each of the places where they do.</summary>
public sealed class SerialWithBlanksTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Blanks_around_a_serial_are_passed_over_wherever_it_stands()
    {
        await using var phones = await VideoPhones.StartAsync(1);
        var serial = phones.Phones[0].Serial;

        await using var run = await DeviceRunOpening.OpenAsync(
            Request(phones) with
            {
                Devices = [$" {serial}", $"{serial}\t"],
                AccountDevices = new Dictionary<string, string> { ["anna"] = $"{serial} " },
            },
            Stop
        );

        Assert.Equal([serial], run.Settings.Pool.Snapshot().Select(device => device.Serial));
        Assert.Equal(1, run.MaxConcurrency);
    }

    [Fact]
    public async Task A_blank_inside_is_refused_before_anything_starts_and_shown()
    {
        await using var phones = await VideoPhones.StartAsync(0);

        var devices = await Assert.ThrowsAsync<ConfigurationException>(() =>
            DeviceRunOpening.OpenAsync(
                Request(phones) with
                {
                    Devices = ["A B", "C", "D\tE"],
                },
                Stop
            )
        );
        var accounts = await Assert.ThrowsAsync<ConfigurationException>(() =>
            DeviceRunOpening.OpenAsync(
                Request(phones) with
                {
                    AccountDevices = new Dictionary<string, string> { ["anna"] = "A B" },
                },
                Stop
            )
        );

        Assert.Contains("-Device: 'A␣B' is no serial", devices.Message);
        Assert.Contains("-Device: 'D<U+0009>E' is no serial", devices.Message);
        Assert.Contains("-AccountDevice, account 'anna': 'A␣B' is no serial", accounts.Message);
    }

    [Fact]
    public async Task In_a_list_for_a_flow_it_is_a_fault_of_its_row()
    {
        await using var phones = await VideoPhones.StartAsync(1);
        var host = new PhoneHost(phones);
        host.Write("video.mp4", "the video");
        host.Write(
            "jobs.csv",
            "job_id,account,device,video_path,caption\n"
                + $"1,anna, {phones.Phones[0].Serial} ,video.mp4,x\n2,ben,A B,video.mp4,x\n"
        );

        using var run = await host.StartRunAsync(
            "-FlowPath",
            host.Write("share.flow.yaml", VideoPhones.FlowText)
        );
        var end = await run.EndAsync(Stop);

        Assert.Equal(2, end.ExitCode);
        Assert.Contains("line 3: device: 'A␣B' is no serial", end.Error);
        Assert.DoesNotContain("line 2", end.Error);
        Assert.Empty(phones.Posts);
    }

    [Theory]
    [InlineData("$Attempt.Device.Shell('id')", 2)]
    [InlineData("if ($Job.account) { $Attempt.Driver.PageSource }", 2)]
    [InlineData("'a script of no device'", 0)]
    public async Task In_a_list_for_a_script_it_is_one_where_the_script_uses_the_device(
        string script,
        int exitCode
    )
    {
        await using var phones = await VideoPhones.StartAsync(1);
        var host = new PhoneHost(phones);
        host.Write("jobs.csv", "job_id,account,device\n1,anna,\n2,ben,A B\n");

        using var run = await host.StartRunAsync(
            "-ScriptPath",
            host.Write("job.ps1", script),
            "-Workers",
            "1"
        );
        var end = await run.EndAsync(Stop);

        Assert.True(end.ExitCode == exitCode, end.Error);
        Assert.Equal(
            exitCode != 0,
            end.Error.Contains("line 3: device: 'A␣B' is no serial", StringComparison.Ordinal)
        );
    }

    private static DeviceRunRequest Request(VideoPhones phones) =>
        new()
        {
            // An adb of this test's server, whose environment cannot be given here.
            AdbPath = phones.Adb.Wrapper(),
            NeedsAppium = false,
            Classifier = FailureClassifier.BuiltIn,
        };
}
