using System.Diagnostics;
using System.Reflection;

namespace RetryOrchestrator.Host.Tests.Packaging;

/// <summary>The host that was built with these tests, published into a folder of its own.</summary>
public sealed class PublishedHost : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("published-host-");

    /// <summary>Where it is.</summary>
    public string Folder => _folder.FullName;

    /// <summary>How else than as it was built: options of <c>dotnet publish</c>.</summary>
    internal IReadOnlyList<string> Arguments { get; init; } = ["--no-build"];

    /// <summary>Runs it to its end.</summary>
    internal Task<HostResult> RunAsync(params string[] words) =>
        HostProcess.RunInAsync(Folder, words);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var configuration = GetType()
            .Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!
            .Configuration;
        var start = new ProcessStartInfo(
            "dotnet",
            [
                "publish",
                RepositoryRoot.Of("src", "RetryOrchestrator.Host"),
                .. Arguments,
                "-c",
                configuration,
                "-o",
                Folder,
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

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
