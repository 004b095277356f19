using System.Diagnostics;
using RetryOrchestrator.Devices.Appium;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Tests.Appium;
using RetryOrchestrator.Tests.Network;

namespace RetryOrchestrator.Devices.Tests.Support;

/// <summary>Servers that a test starts through the product, with limits that suit a test.</summary>
internal static class TestServers
{
    // More than any test has workers: its servers take theirs from the first one on.
    private const int PortsEach = 6;

    /// <summary>
    /// The product's own, long enough for a busy machine. A test that waits for one to pass sets
    /// that one shorter.
    /// </summary>
    public static AppiumLimits Limits { get; } = new();

    public static async Task<AppiumServerSettings> SettingsAsync(
        AppiumLimits? limits = null,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        var home = await AppiumKit.GetAsync();
        return new AppiumServerSettings
        {
            Installation = AppiumInstallation.Find(home),
            FirstPort = TestPorts.NextRange(PortsEach),
            FirstSystemPort = TestPorts.NextRange(PortsEach),
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
            warning =>
            {
                warned?.Invoke(warning);
                return ValueTask.CompletedTask;
            }
        );

    /// <summary>Sends a signal to a server, by its process id.</summary>
    public static void Signal(int processId, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{processId}"]);
        kill.WaitForExit();
    }
}
