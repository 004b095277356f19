using RetryOrchestrator.Devices.Adb;
using RetryOrchestrator.Tests.Android;

namespace RetryOrchestrator.Devices.Tests.Support;

internal static class SandboxClient
{
    /// <summary>The client under test, talking to the sandbox's server.</summary>
    public static AdbClient Client(
        this AdbSandbox sandbox,
        AdbLimits? limits = null,
        Action<AdbCall>? onCall = null
    ) =>
        new(
            new AdbOptions
            {
                Program = sandbox.Program,
                Environment = sandbox.Environment.ToDictionary(
                    pair => pair.Key,
                    pair => (string?)pair.Value
                ),
                Limits = limits ?? new AdbLimits(),
                OnCall = onCall,
            }
        );
}
