using System.Text.Json;

namespace RetryOrchestrator.Host.Tests.Running;

/// <summary>The host where the system gives little.</summary>
public sealed class SystemLimitTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("host-limits-");

    public SystemLimitTests() =>
        Assert.SkipUnless(OperatingSystem.IsLinux(), "NOT TESTED: limits of Linux.");

    private static void RequirePrlimit() =>
        Assert.SkipUnless(
            File.Exists("/usr/bin/prlimit"),
            "NOT TESTED: needs prlimit of util-linux."
        );

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(90)]
    [InlineData(110)]
    [InlineData(140)]
    public async Task With_too_few_open_files_it_says_so_and_runs_nothing(int files)
    {
        var result = await HostProcess.RunUnderAsync(
            $"ulimit -n {files}",
            "Start-OrchestratorRun",
            "-JobsPath",
            Jobs(1),
            "-Simulate"
        );

        Assert.Equal(2, result.ExitCode);
        Assert.Contains($"{files} files open (ulimit -n)", result.Error);
        Assert.Contains("ulimit -n 1024", result.Error);
        Assert.Single(_folder.GetFiles());
    }

    [Fact]
    public async Task Programs_that_there_are_not_enough_files_for_wait_for_others_and_cost_nothing()
    {
        var result = await HostProcess.RunUnderAsync(
            "ulimit -n 230",
            "Start-OrchestratorRun",
            "-JobsPath",
            Jobs(60),
            "-Workers",
            "60",
            "-MaxPasses",
            "1",
            "-Command",
            "sh",
            "-ArgumentList",
            "-c,sleep 0.2",
            "--json"
        );

        Assert.True(result.ExitCode == 0, $"exit code {result.ExitCode}: {result.Error}");
        using var passes = JsonDocument.Parse(result.Output);
        Assert.Equal(60, passes.RootElement[0].GetProperty("Succeeded").GetInt32());
        Assert.Contains("ulimit -n", result.Error);
        Assert.Contains("it costs their jobs nothing", result.Error);
    }

    [Fact]
    public async Task A_fixed_limit_of_file_locks_leaves_nothing_at_work_that_a_script_started()
    {
        RequirePrlimit();
        var (started, ended) = (InFolder("started"), InFolder("ended"));
        await HostProcess.RunUnderAsync(
            "prlimit --pid $$ --locks=1000:1000",
            "Start-OrchestratorRun",
            "-JobsPath",
            Jobs(1),
            "-MaxPasses",
            "1",
            "-JobTimeoutSeconds",
            "2",
            "-ShutdownTimeoutSeconds",
            "1",
            "-ScriptBlock",
            $"{{ sh -c 'trap \"\" TERM; echo $$ > {started}; sleep 1000; echo x > {ended}' }}"
        );

        var id = (
            await File.ReadAllTextAsync(started, TestContext.Current.CancellationToken)
        ).Trim();
        Assert.False(Directory.Exists($"/proc/{id}"));
        Assert.False(File.Exists(ended));
    }

    [Fact]
    public async Task Where_nothing_can_be_marked_the_run_says_what_will_not_be_found()
    {
        RequirePrlimit();
        var result = await HostProcess.RunUnderAsync(
            "prlimit --pid $$ --locks=1000:1000 --rttime=1000000:1000000",
            "Start-OrchestratorRun",
            "-JobsPath",
            Jobs(1),
            "-Command",
            "true"
        );

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("(ulimit -x)", result.Output + result.Error);
    }

    private string InFolder(string name) => Path.Combine(_folder.FullName, name);

    private string Jobs(int count)
    {
        var path = InFolder("jobs.csv");
        File.WriteAllLines(path, Enumerable.Range(1, count).Select(n => $"j{n}").Prepend("job_id"));
        return path;
    }
}
