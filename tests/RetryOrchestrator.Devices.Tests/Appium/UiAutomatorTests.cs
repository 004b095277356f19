using RetryOrchestrator.Devices.Tests.Support;
using RetryOrchestrator.Executors.Devices.Appium;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Tests.Android;
using RetryOrchestrator.Tests.Appium;

namespace RetryOrchestrator.Devices.Tests.Appium;

public sealed class UiAutomatorTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Explore()
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start();
        await using var stub = new UiAutomatorStub(phone);
        await adb.ConnectAsync(phone);
        var settings = await TestServers.SettingsAsync();
        settings = settings with { Environment = AppiumEnvironment.For(adb.Program, adb.Environment.ToDictionary(p => p.Key, p => (string?)p.Value), Environment.GetEnvironmentVariable) };
        await using var servers = new AppiumServers(settings, new SystemProcessTable());
        var address = await servers.GetAsync(FakeDriverSession.Attempt(), Stop);
        var caps = AppiumCapabilities.For(phone.Serial, address.SystemPort, adb.ServerPort, new Dictionary<string, object> { ["skipServerInstallation"] = true, ["skipDeviceInitialization"] = true });
        try
        {
            await using var session = await AppiumSession.StartAsync(address.Url, caps, TestServers.Limits with { SessionStart = TimeSpan.FromSeconds(60) }, TimeProvider.System, Stop);
            Console.WriteLine(await session.RunAsync(d => d.PageSource, Stop));
        }
        finally
        {
            File.WriteAllLines("/tmp/explore.log", address.Log!.Since(0));
            File.WriteAllLines("/tmp/explore.shell", phone.ShellCalls.Select(c => c.Line));
        }
    }
}
