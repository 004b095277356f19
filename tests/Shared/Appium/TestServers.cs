using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using RetryOrchestrator.Executors.Devices.Appium;
using RetryOrchestrator.Executors.Processes;

namespace RetryOrchestrator.Tests.Appium;

/// <summary>Servers that a test starts through the product, with limits that suit a test.</summary>
internal static class TestServers
{
    /// <summary>Limits long enough for a busy machine and short where a test waits for them.</summary>
    public static AppiumLimits Limits { get; } =
        new() { ServerHealth = TimeSpan.FromSeconds(2), Quit = TimeSpan.FromSeconds(1) };

    public static async Task<AppiumServerSettings> SettingsAsync(
        AppiumLimits? limits = null,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        var home = await AppiumKit.GetAsync();
        return new AppiumServerSettings
        {
            Installation = AppiumInstallation.Find(home),
            FirstPort = FreePort(),
            FirstSystemPort = FreePort(),
            Limits = limits ?? Limits,
            Environment = (environment ?? new Dictionary<string, string>()).ToDictionary(
                pair => pair.Key,
                pair => (string?)pair.Value
            ),
        };
    }

    public static async Task<AppiumServers> CreateAsync(
        AppiumLimits? limits = null,
        Action<string>? warned = null
    ) =>
        new(
            await SettingsAsync(limits),
            new SystemProcessTable(),
            warning =>
            {
                warned?.Invoke(warning);
                return ValueTask.CompletedTask;
            }
        );

    /// <summary>A port that was free a moment ago.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Sends a signal to a server, by its process id.</summary>
    public static void Signal(int processId, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{processId}"]);
        kill.WaitForExit();
    }
}
