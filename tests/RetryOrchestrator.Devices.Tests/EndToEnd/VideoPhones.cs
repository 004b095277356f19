using System.Collections.Concurrent;
using RetryOrchestrator.Devices;
using RetryOrchestrator.Devices.Appium;
using RetryOrchestrator.Devices.Flows;
using RetryOrchestrator.Devices.Flows.Reading;
using RetryOrchestrator.Devices.Pool;
using RetryOrchestrator.Devices.Tests.Pool;
using RetryOrchestrator.Devices.Tests.Support;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Tests.Android;
using RetryOrchestrator.Tests.Appium;

namespace RetryOrchestrator.Devices.Tests.EndToEnd;

/// <summary>
/// Emulated phones with an app, under the real adb, the real Appium and its real UiAutomator2
/// driver: everything but the phones' insides.
/// </summary>
internal sealed class VideoPhones : IAsyncDisposable
{
    private readonly PoolFixture _fixture;

    private VideoPhones(PoolFixture fixture, UiAutomatorStub[] stubs)
    {
        _fixture = fixture;
        Stubs = stubs;
    }

    public EmulatedPhone[] Phones => _fixture.Phones;

    public UiAutomatorStub[] Stubs { get; }

    public AdbSandbox Adb => _fixture.Adb;

    public PoolFixture Fixture => _fixture;

    public ConcurrentQueue<string> News => _fixture.News;

    /// <summary>A folder of the test.</summary>
    public string Folder => _fixture.Adb.Folder;

    /// <summary>What all phones' apps were really posted.</summary>
    public IReadOnlyList<Post> Posts => Stubs.SelectMany(stub => stub.App.Posts).ToList();

    public AppiumServers? Servers { get; private set; }

    /// <summary>A flow for the phones' app: shares the video, types the caption, posts, waits.</summary>
    public const string FlowText = """
        name: Share a video
        app: com.example.video
        timeout: 30s
        capabilities:
          skipServerInstallation: true
          skipDeviceInitialization: true
        failWhen:
          - text: account has been suspended
            category: account
            type: suspended
        steps:
          - push: "{video_path}"
            to: /sdcard/Movies/{job_id}.mp4
          - start: com.example.video/.ShareActivity
            action: android.intent.action.SEND
            mimeType: video/mp4
            share: /sdcard/Movies/{job_id}.mp4
            extras: { account: "{account}" }
          - type: "{caption}"
            into: { id: caption }
          - tap: Post
          - waitFor: Your video was posted
            timeout: 8s
        """;

    public static Flow Flow { get; } = FlowReader.Parse(FlowText, "share.flow.yaml");

    public static async Task<VideoPhones> StartAsync(int phones)
    {
        var fixture = await PoolFixture.StartAsync(phones);
        return new VideoPhones(
            fixture,
            await Task.WhenAll(fixture.Phones.Select(UiAutomatorStub.StartAsync))
        );
    }

    /// <summary>A pool of these phones, as another run of this machine has it.</summary>
    public Task<DevicePool> OpenPoolAsync() => _fixture.OpenAsync();

    /// <summary>An executor on these phones, with servers that it starts itself.</summary>
    public async Task<DeviceFlowExecutor> CreateExecutorAsync(
        AppiumLimits? limits = null,
        Flow? flow = null
    )
    {
        var settings = await TestServers.SettingsAsync(limits);
        var client = _fixture.Client;
        Servers = new AppiumServers(
            settings with
            {
                Environment = AppiumEnvironment.For(
                    Adb.Program,
                    client.Options.Environment,
                    Environment.GetEnvironmentVariable
                ),
            },
            warning =>
            {
                News.Enqueue(warning);
                return ValueTask.CompletedTask;
            }
        );
        var run = new DeviceRun(
            new DeviceRunSettings
            {
                Adb = client,
                Pool = await _fixture.OpenAsync(),
                Classifier = FailureClassifier.BuiltIn,
                Appium = Servers,
                Limits = settings.Limits,
            }
        );
        return new DeviceFlowExecutor(run, flow ?? Flow);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var stub in Stubs)
        {
            await stub.DisposeAsync();
        }

        await _fixture.DisposeAsync();
    }
}
