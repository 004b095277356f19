using System.Runtime.InteropServices;
using RetryOrchestrator.Tests.Shared;

namespace RetryOrchestrator.Benchmarks.Programs;

/// <summary>The console host with the module beside it, as README publishes them.</summary>
/// <param name="Host">The console host.</param>
/// <param name="Shell">What scripts are measured in.</param>
internal sealed record Product(string Host, Shell Shell)
{
    public static async Task<Product> PublishAsync(string folder, string? pwsh)
    {
        await Invocation.RunAsync(
            "dotnet",
            "publish",
            RepositoryRoot.Of("src", "RetryOrchestrator.Host"),
            "--disable-build-servers",
            "-r",
            RuntimeInformation.RuntimeIdentifier,
            "-o",
            folder
        );
        var suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        var host = Path.Combine(folder, "RetryOrchestrator.Host" + suffix);
        var manifest = Path.Combine(folder, "RetryOrchestrator", "RetryOrchestrator.psd1");
        var shell = (pwsh ?? Invocation.Find("pwsh" + suffix)) is { } path
            ? Shell.Pwsh(path, manifest)
            : Shell.ConsoleHost(host);
        return new Product(host, shell);
    }
}
