using RetryOrchestrator.Devices.Appium;
using RetryOrchestrator.Devices.Tests.Appium;
using RetryOrchestrator.Devices.Tests.Support;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Tests.Android;
using RetryOrchestrator.Tests.Appium;

namespace RetryOrchestrator.Devices.Tests.EndToEnd;

/// <summary>
/// A run with <c>-AppiumUrl</c>: a real Selenium Grid before two real Appium servers, each with a
/// phone of its own.
/// </summary>
[Collection(Alone.Name)]
public sealed class GridRunTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Jobs_reach_their_phones_through_the_Grid_and_the_run_starts_no_server()
    {
        await using var phones = await VideoPhones.StartAsync(2);
        await using var servers = await ServersAsync(phones);
        var one = await servers.GetAsync(FakeDriverSession.Attempt(1), Stop);
        var two = await servers.GetAsync(FakeDriverSession.Attempt(2), Stop);
        var known = servers.ProcessIds.Values.ToHashSet();
        await using var grid = await SeleniumGrid.StartAsync(
            phones.Folder,
            "Android",
            "UiAutomator2",
            (one.Url, phones.Phones[0].Serial),
            (two.Url, phones.Phones[1].Serial)
        );
        var host = new PhoneHost(phones);
        host.Write("video.mp4", "the video");
        var rows = Enumerable
            .Range(1, 6)
            .Select(number => $"{number},a{number},{Phone(number).Serial},video.mp4,c{number}\n");
        host.Write("jobs.csv", "job_id,account,device,video_path,caption\n" + string.Concat(rows));

        using var run = host.Start(
            "--json",
            "Start-OrchestratorRun",
            "-JobsPath",
            host.Jobs,
            "-AdbPath",
            phones.Adb.Program,
            "-AppiumUrl",
            grid.Url.AbsoluteUri,
            "-FlowPath",
            // On the loopback address it is told which adb server the run uses.
            host.Write("share.flow.yaml", VideoPhones.FlowText),
            "-Workers",
            "2"
        );
        var end = await run.EndAsync(Stop);

        Assert.True(end.ExitCode == 0, end.Error);
        Assert.Equal(["c2", "c4", "c6"], Captions(0));
        Assert.Equal(["c1", "c3", "c5"], Captions(1));
        Assert.Contains(one.Log!.Since(0), line => line.Contains("POST /session"));
        Assert.Contains(two.Log!.Since(0), line => line.Contains("POST /session"));
        // Those that others run are left running.
        Assert.Equal(known, servers.ProcessIds.Values.ToHashSet());

        EmulatedPhone Phone(int number) => phones.Phones[number % 2];
        IEnumerable<string> Captions(int phone) =>
            phones.Stubs[phone].App.Posts.Select(post => post.Caption).Order();
    }

    private static async Task<AppiumServers> ServersAsync(VideoPhones phones) =>
        new(
            (await TestServers.SettingsAsync()) with
            {
                Environment = AppiumEnvironment.For(
                    phones.Adb.Program,
                    phones.Adb.Environment.ToDictionary(
                        pair => pair.Key,
                        pair => (string?)pair.Value
                    ),
                    Environment.GetEnvironmentVariable
                ),
            }
        );
}

/// <summary>
/// Tests with servers that no run has started: their driver looks by itself for a way to the phone,
/// from port 8200 on, and takes one that a run has between two of its sessions. They run one by one,
/// after all others.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    /// <summary>The collection's name.</summary>
    public const string Name = "Alone";
}
