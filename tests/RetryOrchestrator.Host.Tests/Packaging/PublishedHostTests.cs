using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using RetryOrchestrator.Host.Tests.Infrastructure;

namespace RetryOrchestrator.Host.Tests.Packaging;

public sealed class PublishedHostTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("published-host-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_published_host_runs_the_module_that_lies_beside_it()
    {
        await PublishAsync();

        var result = await HostProcess.RunInAsync(
            _folder.FullName,
            "--json",
            "--command",
            "(Get-Module RetryOrchestrator).ModuleBase; (Resolve-OrchestratorFailure x).Message;"
                + "(Get-Help Resolve-OrchestratorFailure).Synopsis"
        );

        using var json = JsonDocument.Parse(result.Output);
        var lines = json.RootElement.EnumerateArray().Select(line => line.GetString()).ToList();
        Assert.Equal([Path.Combine(_folder.FullName, "RetryOrchestrator"), "x"], lines[..2]);
        Assert.DoesNotContain("<CommonParameters>", lines[2]);
        Assert.Empty(result.Error);
    }

    private async Task PublishAsync()
    {
        var configuration = GetType()
            .Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!
            .Configuration;
        var start = new ProcessStartInfo(
            "dotnet",
            [
                "publish",
                RepositoryRoot.Of("src", "RetryOrchestrator.Host"),
                "--no-build",
                "-c",
                configuration,
                "-o",
                _folder.FullName,
                "-nodeReuse:false",
            ]
        )
        {
            RedirectStandardOutput = true,
        };
        using var publish = Process.Start(start)!;
        var said = await publish.StandardOutput.ReadToEndAsync(
            TestContext.Current.CancellationToken
        );
        await publish.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(publish.ExitCode == 0, said);
    }
}
