using RetryOrchestrator.Tests.Appium;
using RetryOrchestrator.Tests.Shared;

namespace RetryOrchestrator.Devices.Tests.EndToEnd;

/// <summary>
/// The console host in processes of its own, on emulated phones: what an operator types, with a
/// list of jobs in a folder of the test.
/// </summary>
internal sealed class PhoneHost(VideoPhones phones)
{
    /// <summary>The folder of the console host that was built with these tests.</summary>
    public static readonly string Program = Path.Combine(AppContext.BaseDirectory, "host");

    /// <summary>The list of jobs.</summary>
    public string Jobs { get; } = Path.Combine(phones.Folder, "jobs.csv");

    /// <summary>The state of the list.</summary>
    public string State => Path.ChangeExtension(Jobs, ".orchestrator.db");

    /// <summary>Writes a file beside the list.</summary>
    public string Write(string name, string text)
    {
        var file = Path.Combine(phones.Folder, name);
        File.WriteAllText(file, text);
        return file;
    }

    /// <summary>Starts a run of a flow or a script, with servers that it starts itself.</summary>
    public async Task<HostProcess> StartRunAsync(params string[] words) =>
        Start([
            "--json",
            "Start-OrchestratorRun",
            "-JobsPath",
            Jobs,
            "-AdbPath",
            phones.Adb.Program,
            "-AppiumHome",
            await AppiumKit.GetAsync(),
            .. words,
        ]);

    /// <summary>Starts any cmdlet.</summary>
    public HostProcess Start(params string[] words)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux(),
            "NOT TESTED: what a run leaves behind is looked for in /proc. Run these tests on Linux."
        );
        // One for all tests: there runs find out which ports and devices other runs have.
        var shared = Path.Combine(
            Path.GetTempPath(),
            $"retry-orchestrator-tests-{Environment.UserName}"
        );
        return HostProcess.StartFrom(
            Program,
            new Dictionary<string, string>(phones.Adb.Environment) { ["XDG_DATA_HOME"] = shared },
            words
        );
    }

    /// <summary>Runs any cmdlet to its end.</summary>
    public async Task<HostResult> RunAsync(params string[] words)
    {
        using var host = Start(words);
        return await host.EndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>
    /// The processes of this test that are neither the test's own adb server nor the phones' shell:
    /// hosts, and what they started.
    /// </summary>
    public IReadOnlyList<(int Id, string Command)> Processes()
    {
        var home = $"HOME={phones.Folder}";
        return Directory
            .EnumerateDirectories("/proc")
            .Select(folder => Path.GetFileName(folder))
            .Where(name => name.All(char.IsAsciiDigit))
            .Where(id => Read(id, "environ").Split('\0').Contains(home))
            .Select(id => (int.Parse(id, null), Read(id, "cmdline").Replace('\0', ' ')))
            .Where(process => process.Item2.Length > 0 && !process.Item2.Contains("nodaemon"))
            .ToList();
    }

    private static string Read(string id, string name)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/{name}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended in the meantime.
            return "";
        }
    }
}
