using System.Diagnostics;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Storage;
using RetryOrchestrator.Tests.Appium;
using RetryOrchestrator.Tests.Shared;

namespace RetryOrchestrator.Devices.Tests.EndToEnd;

/// <summary>
/// Somebody with a home, a list and a run of their own, on a machine and an adb server that others
/// use as well: another user where the tests run as root, else another home.
/// </summary>
internal sealed class SharingUser : IDisposable
{
    private readonly VideoPhones _phones;
    private readonly uint? _id;
    private Process? _run;
    private Task<string> _said = Task.FromResult("");

    private SharingUser(VideoPhones phones, string name, uint? id)
    {
        _phones = phones;
        _id = id;
        Name = name;
        Home = Directory.CreateDirectory(Path.Combine(phones.Folder, name)).FullName;
    }

    public string Name { get; }

    public string Home { get; }

    public string Jobs => Path.Combine(Home, "jobs.csv");

    private string State => Path.Combine(Home, "jobs.orchestrator.db");

    /// <summary>Somebody with a home of their own, under this test's user.</summary>
    public static SharingUser WithHome(VideoPhones phones, string name) => new(phones, name, null);

    /// <summary>Another user of the machine; skips the test where it may not be one.</summary>
    public static SharingUser WithId(VideoPhones phones, string name, uint id)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess,
            "NOT TESTED: to be two users, the tests must run as root on Linux."
        );
        var user = new SharingUser(phones, name, id);
        Run("chmod", "755", phones.Folder);
        Run("chown", $"{id}:{id}", user.Home);
        using var probe = Process.Start(user.StartInfo("/bin/ls", PhoneHost.Program));
        probe!.WaitForExit();
        Assert.SkipUnless(
            probe.ExitCode == 0,
            $"NOT TESTED: other users may not read '{PhoneHost.Program}'. Build in a folder that they may."
        );
        return user;
    }

    /// <summary>Writes a file into the home.</summary>
    public string Write(string name, string text)
    {
        var file = Path.Combine(Home, name);
        File.WriteAllText(file, text);
        return file;
    }

    /// <summary>Writes a list of jobs: id and caption are the user's name and a number.</summary>
    public void WriteJobs(int count)
    {
        Write("video.mp4", "the video");
        var rows = Enumerable
            .Range(1, count)
            .Select(number => $"{Name}{number},{Name}{number},video.mp4,{Name}{number}\n");
        Write("jobs.csv", "job_id,account,video_path,caption\n" + string.Concat(rows));
    }

    /// <summary>
    /// An Appium of their own, as Appium wants it: it keeps notes in its folder. Its packages are
    /// those of the tests.
    /// </summary>
    public async Task<string> AppiumAsync()
    {
        var kit = await AppiumKit.GetAsync();
        var packages = Path.Combine(Home, "appium", "node_modules");
        Directory.CreateDirectory(packages);
        File.Copy(Path.Combine(kit, "package.json"), Path.Combine(Home, "appium", "package.json"));
        foreach (var package in Directory.GetDirectories(Path.Combine(kit, "node_modules")))
        {
            if (Path.GetFileName(package) != ".cache")
            {
                Directory.CreateSymbolicLink(
                    Path.Combine(packages, Path.GetFileName(package)),
                    package
                );
            }
        }

        if (_id is { } id)
        {
            Run("chown", "-Rh", $"{id}:{id}", Path.Combine(Home, "appium"));
        }

        return Path.Combine(Home, "appium");
    }

    /// <summary>Starts a run in the background.</summary>
    public void Start(params string[] words)
    {
        string[] all =
        [
            Path.Combine(PhoneHost.Program, "RetryOrchestrator.Host.dll"),
            "Start-OrchestratorRun",
            "-JobsPath",
            Jobs,
            "-AdbPath",
            _phones.Adb.Program,
            .. words,
        ];
        var start = StartInfo("dotnet", all);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _run = Process.Start(start)!;
        _run.StandardInput.Close();
        _said = Task.WhenAll(
                _run.StandardOutput.ReadToEndAsync(),
                _run.StandardError.ReadToEndAsync()
            )
            .ContinueWith(text => string.Concat(text.Result), TaskScheduler.Default);
    }

    /// <summary>Whether a job of the run has been claimed: the run wants a phone, or has one.</summary>
    public bool HasClaimed()
    {
        if (!File.Exists(State))
        {
            return false;
        }

        try
        {
            using var reader = new SqliteStateStore(
                State,
                new SystemProcessTable(),
                TimeProvider.System
            ).OpenForReading();
            return reader.ReadJobs(new JobQuery()).Any(job => job.Status == JobStatus.Claimed);
        }
        catch (StateException)
        {
            return false; // it is just being made
        }
    }

    /// <summary>Waits for the end of the run, which must have done all its jobs.</summary>
    public async Task DoesAllAsync()
    {
        await _run!.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(_run.ExitCode == 0, $"{Name}: {await _said}");
    }

    /// <summary>SIGKILL, for the host alone.</summary>
    public void Kill()
    {
        _run!.Kill(entireProcessTree: false);
        _run.WaitForExit();
    }

    public void Dispose()
    {
        if (_run is { HasExited: false })
        {
            _run.Kill(entireProcessTree: true);
        }

        _run?.Dispose();
    }

    private ProcessStartInfo StartInfo(string program, params string[] arguments)
    {
        var start = _id is { } id
            ? new ProcessStartInfo(
                "setpriv",
                [$"--reuid={id}", $"--regid={id}", "--clear-groups", program, .. arguments]
            )
            : new ProcessStartInfo(program, arguments);
        foreach (var (name, value) in _phones.Adb.Environment)
        {
            start.Environment[name] = value;
        }

        start.WorkingDirectory = Home;
        start.Environment["HOME"] = Home;
        start.Environment["TMPDIR"] = Home;
        // Of the test's own user, whose folder others may not write to.
        start.Environment.Remove("XDG_DATA_HOME");
        start.Environment["DOTNET_CLI_HOME"] = Home;
        return start;
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
