using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace RetryOrchestrator.Host.Tests.Packaging;

/// <summary>The host as it is published for one platform.</summary>
[Collection(nameof(PublishedHost))]
public sealed class PlatformHostTests
{
    [Fact]
    public async Task A_host_published_for_a_platform_carries_the_module_as_code_of_that_platform()
    {
        await using var host = new PublishedHost
        {
            Arguments = ["-r", RuntimeInformation.RuntimeIdentifier],
        };
        await host.InitializeAsync();

        var result = await host.RunAsync("Resolve-OrchestratorFailure", "-Message", "ADB timeout");

        Assert.Contains("adb_timeout", result.Output);
        Assert.All(
            ["Engine", "Storage", "Executors", "Devices", "Module"],
            assembly =>
                Assert.True(
                    IsCompiled(
                        Path.Combine(
                            host.Folder,
                            "RetryOrchestrator",
                            "bin",
                            "deps",
                            $"RetryOrchestrator.{assembly}.dll"
                        )
                    ),
                    assembly
                )
        );
    }

    private static bool IsCompiled(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        return file.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }
}
