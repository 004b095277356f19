using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace RetryOrchestrator.Host.Tests.Running;

/// <summary>What programs and scripts of jobs leave at work, from the words typed to the history.</summary>
public sealed class LeftoverTests : IDisposable
{
    // Each leaves one behind, and ends when that is at work.
    private const string GoodAndBad = """
        setsid -f sh left.sh "$1" < /dev/null > /dev/null 2>&1
        while [ ! -e "$1.pid" ]; do sleep 0.01; done
        [ "$1" = good ]
        """;

    private const string EveryWay = """
        case $1 in
            child) sh left.sh child & ;;
            grandchild) (sh left.sh grandchild &) ;;
            session) setsid sh left.sh session & ;;
            forks) setsid -f sh -c 'setsid -f sh left.sh forks' ;;
            cleared) env -i setsid -f /bin/sh left.sh cleared ;;
            deaf) (trap '' TERM HUP INT; exec sh left.sh deaf) & ;;
            titled) perl -e '$0 = q(x) x 3000; open F, q(>), q(titled.new); print F $$; close F; rename q(titled.new), q(titled.pid); sleep 1000' & ;;
        esac < /dev/null > /dev/null 2>&1
        while [ ! -e "$1.pid" ]; do sleep 0.01; done
        exit 3
        """;

    private static readonly string[] Ways =
    [
        "child",
        "grandchild",
        "session",
        "forks",
        "cleared",
        "deaf",
        "titled",
    ];

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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task In_whatever_way_it_hides_nothing_is_left_of_a_failure(bool asScript)
    {
        await RunAsync(asScript, Ways, EveryWay);

        Assert.All(Ways, way => Assert.False(IsAlive(Started(way)), way));
        using var history = await HistoryAsync();
        Assert.Equal(Ways.Length, history.RootElement.GetArrayLength());
        Assert.All(
            history.RootElement.EnumerateArray(),
            attempt => Assert.InRange(attempt.GetProperty("Leftovers").GetInt32(), 1, 3)
        );
    }

    [Fact]
    public async Task What_is_named_is_spared()
    {
        await RunAsync(asScript: false, "-EndLeftovers", "Always", "-SpareProcess", "sleep");

        Assert.All(Started(), id => Assert.True(IsAlive(id)));
    }

    private Task RunAsync(bool asScript, params string[] more) =>
        RunAsync(asScript, ["good", "bad"], GoodAndBad, more);

    private async Task RunAsync(
        bool asScript,
        string[] jobIds,
        string program,
        params string[] more
    )
    {
        var jobs = InFolder("jobs.csv");
        await File.WriteAllLinesAsync(
            jobs,
            ["job_id", .. jobIds],
            TestContext.Current.CancellationToken
        );
        await File.WriteAllTextAsync(
            InFolder("left.sh"),
            "echo $$ > $1.new; mv $1.new $1.pid; exec sleep 1000\n",
            TestContext.Current.CancellationToken
        );
        var job = InFolder("job.sh");
        await File.WriteAllTextAsync(
            job,
            $"cd {_folder.FullName}\n{program}\n",
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
