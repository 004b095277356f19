using System.Diagnostics;
using System.IO.Compression;
using System.Reflection;
using System.Xml.Linq;

namespace RetryOrchestrator.Module.Tests.Packaging;

/// <summary>Makes the package as a person would and looks inside.</summary>
public sealed class PackageTests : IAsyncLifetime
{
    private readonly DirectoryInfo _artifacts = Directory.CreateTempSubdirectory("package-");

    public async ValueTask InitializeAsync()
    {
        var configuration = GetType()
            .Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!
            .Configuration;
        var dotnet = new ProcessStartInfo(
            "dotnet",
            [
                "msbuild",
                RepositoryRoot.Of("src", "RetryOrchestrator.Module"),
                "-t:PackageModule",
                "-p:NoBuild=true",
                $"-p:Configuration={configuration}",
                $"-p:PackageRoot={_artifacts.FullName}",
                "-nodeReuse:false",
                "-nologo",
            ]
        )
        {
            RedirectStandardOutput = true,
        };
        using var build = Process.Start(dotnet)!;
        var said = await build.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await build.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(build.ExitCode == 0, said);
    }

    public ValueTask DisposeAsync()
    {
        _artifacts.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void Folder_zip_and_feed_package_hold_what_the_approved_list_names_and_nothing_else()
    {
        var approved = File.ReadAllLines(
            RepositoryRoot.Of(
                "tests",
                "RetryOrchestrator.Module.Tests",
                "Packaging",
                "PackageContents.approved.txt"
            )
        );
        using var manifest = new ModuleRunspace();
        var version = manifest.Run("(Get-Module RetryOrchestrator).Version").Output[0].ToString();

        var folder = Path.Combine(_artifacts.FullName, "RetryOrchestrator", version);
        var laidOut = Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'));
        var zipped = Entries($"RetryOrchestrator-{version}.zip")
            .Select(entry => entry.Replace($"{version}/", "", StringComparison.Ordinal));
        var forFeed = Entries($"RetryOrchestrator.{version}.nupkg")
            .Where(entry =>
                !entry.StartsWith("_rels/")
                && !entry.StartsWith("package/")
                && entry is not "[Content_Types].xml" and not "RetryOrchestrator.nuspec"
            );

        Assert.Equal(approved, laidOut.Order(StringComparer.Ordinal));
        Assert.Equal(approved, zipped.Order(StringComparer.Ordinal));
        Assert.Equal(approved, forFeed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_feed_shows_what_the_manifest_says()
    {
        using var module = new ModuleRunspace();
        var manifest = module.Run(
            "$m = Get-Module RetryOrchestrator; $m.Description; $m.Author; $m.PrivateData.PSData.Tags"
        );

        using var package = ZipFile.OpenRead(
            Directory.GetFiles(_artifacts.FullName, "*.nupkg").Single()
        );
        using var stream = package.GetEntry("RetryOrchestrator.nuspec")!.Open();
        var metadata = XDocument.Load(stream).Root!.Elements().Single();
        string Value(string name) =>
            metadata.Elements().Single(element => element.Name.LocalName == name).Value;

        var expected = manifest.Output.Select(line => line.ToString()).ToList();
        Assert.Equal(expected[..2], [Value("description"), Value("authors")]);
        Assert.Equal(
            expected[2..].Append("PSModule").Order(StringComparer.Ordinal),
            Value("tags").Split(' ').Order(StringComparer.Ordinal)
        );
    }

    private IEnumerable<string> Entries(string package)
    {
        using var zip = ZipFile.OpenRead(Path.Combine(_artifacts.FullName, package));
        return [.. zip.Entries.Select(entry => entry.FullName).Where(name => !name.EndsWith('/'))];
    }
}
