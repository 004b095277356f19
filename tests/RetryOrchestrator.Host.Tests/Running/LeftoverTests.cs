using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace RetryOrchestrator.Host.Tests.Running;

/// <summary>What programs and scripts of jobs leave at work, from the words typed to the history.</summary>
public sealed class LeftoverTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("host-leftovers-");

    public LeftoverTests() =>
        Assert.SkipUnless(OperatingSystem.IsLinux(), "NOT TESTED: needs the processes of Linux.");

    public void Dispose()
    {
        foreach (var id in Started().Where(IsAlive))
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }

        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_job_leaves_ends_with_a_failure_and_stays_after_a_success(bool asScript)
    {
        await RunAsync(asScript);

        Assert.True(IsAlive(Started("good")));
        Assert.False(IsAlive(Started("bad")));
        using var history = await HistoryAsync();
        var left = history
            .RootElement.EnumerateArray()
            .ToDictionary(
                attempt => attempt.GetProperty("JobId").GetString()!,
                attempt => attempt.GetProperty("Leftovers").GetInt32()
            );
        Assert.Equal(1, left["good"]);
        Assert.Equal(1, left["bad"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_ends_after_a_success_too_where_that_is_asked_for(bool asScript)
    {
        await RunAsync(asScript, "-EndLeftovers", "Always");

        Assert.All(Started(), id => Assert.False(IsAlive(id)));
    }

    [Fact]
    public async Task What_is_named_is_spared()
    {
        await RunAsync(asScript: false, "-EndLeftovers", "Always", "-SpareProcess", "sleep");

        Assert.All(Started(), id => Assert.True(IsAlive(id)));
    }

    private async Task RunAsync(bool asScript, params string[] more)
    {
        var jobs = InFolder("jobs.csv");
        await File.WriteAllTextAsync(
            jobs,
            "job_id\ngood\nbad\n",
            TestContext.Current.CancellationToken
        );
        // Each leaves one behind, and ends when that is at work.
        var job = InFolder("job.sh");
        await File.WriteAllTextAsync(
            job,
            $"cd {_folder.FullName}; setsid -f sh -c \"echo \\$\\$ > $1.new; mv $1.new $1.pid; exec sleep 1000\" "
                + "< /dev/null > /dev/null 2>&1\nwhile [ ! -e $1.pid ]; do sleep 0.01; done; [ $1 = good ]\n",
            TestContext.Current.CancellationToken
        );
        string[] executor = asScript
            ?
            [
                "-ScriptBlock",
                $"{{ sh {job} $Job.job_id; if ($LASTEXITCODE) {{ throw 'no luck' }} }}",
            ]
            : ["-Command", "sh", "-ArgumentList", $"{job},{{job_id}}"];
        var result = await HostProcess.RunAsync([
            "Start-OrchestratorRun",
            "-JobsPath",
            jobs,
            "-MaxPasses",
            "1",
            .. executor,
            .. more,
        ]);
        Assert.True(result.ExitCode == 1, result.Error);
    }

    private async Task<JsonDocument> HistoryAsync()
    {
        var result = await HostProcess.RunAsync(
            "Get-OrchestratorJob",
            "-JobsPath",
            InFolder("jobs.csv"),
            "-History",
            "--json"
        );
        return JsonDocument.Parse(result.Output);
    }

    private string InFolder(string name) => Path.Combine(_folder.FullName, name);

    private int Started(string job) =>
        int.Parse(File.ReadAllText(InFolder($"{job}.pid")), CultureInfo.InvariantCulture);

    private IEnumerable<int> Started() =>
        _folder
            .GetFiles("*.pid")
            .Select(file => Started(Path.GetFileNameWithoutExtension(file.Name)));

    // One that is dead may be kept by an init that does not ask for it.
    private static bool IsAlive(int id)
    {
        try
        {
            return !File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
