using System.Globalization;
using System.Text.RegularExpressions;
using RetryOrchestrator.Proof.Tests.Support;

namespace RetryOrchestrator.Proof.Tests.TwoAtOnce;

/// <summary>
/// Two hosts that start a run on one state in the same instant, again and again: one runs, the
/// other is refused and names it, and no job is done twice. Both are up and wait for a file to
/// appear before they start; the jobs last until one of them has been refused.
/// </summary>
public sealed partial class TwoStartsTests : IDisposable
{
    private const int Jobs = 2;
    private const string Done = "done";
    private const StringComparison Ordinal = StringComparison.Ordinal;
    private static readonly TimeSpan Ample = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("two-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public Task One_of_two_hosts_runs_and_the_other_names_it_and_exits_3() =>
        // Two pairs at a time: more would only wait for each other's start.
        Parallel.ForAsync(
            0,
            ProofSettings.Pick(20, 100),
            new ParallelOptions
            {
                MaxDegreeOfParallelism = 2,
                CancellationToken = TestContext.Current.CancellationToken,
            },
            async (n, _) => await StartTwoAsync(_folder.CreateSubdirectory($"{n}").FullName)
        );

    [Fact]
    public void So_it_is_for_two_hosts_that_start_run_after_run()
    {
        var gates = Enumerable
            .Range(0, ProofSettings.Pick(80, 1000))
            .Select(_ => new GatedJobs(Jobs))
            .ToList();
        try
        {
            using var one = HostProcess.StartIn(_folder.FullName, "--command", Rounds("one"));
            using var other = HostProcess.StartIn(_folder.FullName, "--command", Rounds("other"));
            for (var n = 0; n < gates.Count; n++)
            {
                PlayRound(gates[n], _folder.CreateSubdirectory($"{n}").FullName, one, other);
            }
        }
        finally
        {
            gates.ForEach(jobs => jobs.Dispose());
        }

        // All of them are longer than a command line may be.
        string Rounds(string name)
        {
            File.WriteAllLines(
                Path.Combine(_folder.FullName, $"{name}.txt"),
                gates.Select((jobs, n) => Round(jobs, $"{n}", name))
            );
            return $"& ([scriptblock]::Create([IO.File]::ReadAllText('{name}.txt')))";
        }
    }

    private static void PlayRound(GatedJobs jobs, string folder, HostProcess one, HostProcess other)
    {
        jobs.WriteList(folder);
        Appear(Path.Combine(folder, "go"));
        var (first, second) = (Path.Combine(folder, "one"), Path.Combine(folder, "other"));
        WaitUntil(() => File.Exists(first) || File.Exists(second), one, other);
        jobs.OpenAll();
        WaitUntil(() => File.Exists(first) && File.Exists(second), one, other);

        var (saidByOne, saidByOther) = (File.ReadAllText(first), File.ReadAllText(second));
        Assert.True(
            saidByOne == Done ^ saidByOther == Done,
            $"{folder}: '{saidByOne}', '{saidByOther}'"
        );
        AssertNames(saidByOne == Done ? one : other, saidByOne == Done ? saidByOther : saidByOne);
        AssertEachJobOnce(jobs);
    }

    private static async Task StartTwoAsync(string folder)
    {
        using var jobs = new GatedJobs(Jobs);
        jobs.WriteList(folder);
        var script = $"'ready'; {WaitThenStart(jobs, "go", "jobs.csv")}";
        using var one = HostProcess.StartIn(folder, "--command", script);
        using var other = HostProcess.StartIn(folder, "--command", script);
        Assert.Equal("ready", await one.ReadLineAsync());
        Assert.Equal("ready", await other.ReadLineAsync());

        Appear(Path.Combine(folder, "go"));
        WaitUntil(() => one.HasExited || other.HasExited, one, other);
        var (winner, loser) = one.HasExited ? (other, one) : (one, other);
        var refused = await loser.EndAsync(TestContext.Current.CancellationToken);
        jobs.OpenAll();
        var done = await winner.EndAsync(TestContext.Current.CancellationToken);

        Assert.Equal((0, 3), (done.ExitCode, refused.ExitCode));
        AssertNames(winner, refused.Error);
        AssertEachJobOnce(jobs);
    }

    private static string Round(GatedJobs jobs, string folder, string name)
    {
        var start = WaitThenStart(jobs, $"{folder}/go", $"{folder}/jobs.csv");
        // Nobody reads what it shows, and the pipe would be full after some ninety rounds.
        return $$"""
            try { {{start}} *>&1 | ForEach-Object { }; $said = '{{Done}}' } catch { $said = "$_" }
            [IO.File]::WriteAllText('{{folder}}/{{name}}.new', $said)
            [IO.File]::Move('{{folder}}/{{name}}.new', '{{folder}}/{{name}}')
            """;
    }

    private static string WaitThenStart(GatedJobs jobs, string go, string list)
    {
        var start = jobs.Start("-JobsPath", list)
            .Select(word => word[0] == '-' ? word : Quote(word));
        return $"while (-not [IO.File]::Exists('{go}')) {{ }}; & {string.Join(' ', start)}";
    }

    // A list stays one when it is typed as such.
    private static string Quote(string word) =>
        string.Join(',', word.Split(',').Select(part => $"'{part}'"));

    private static void Appear(string file) => File.Create(file).Dispose();

    private static void AssertNames(HostProcess winner, string text)
    {
        Assert.Contains("Another run is live", text, Ordinal);
        var holder = Holder().Match(text);
        Assert.Equal($"{winner.Id}", holder.Groups["id"].Value);
        Assert.Equal(Environment.MachineName, holder.Groups["host"].Value);
        var started = DateTimeOffset.Parse(
            holder.Groups["started"].Value,
            CultureInfo.InvariantCulture
        );
        Assert.InRange(DateTimeOffset.UtcNow - started, TimeSpan.Zero, Ample);
    }

    private static void AssertEachJobOnce(GatedJobs jobs) =>
        Assert.Equal(
            ["v1 1 end", "v1 1 start", "v2 1 end", "v2 1 start"],
            jobs.Witnessed.Select(line => $"{line.JobId} {line.Attempt} {line.Event}")
                .Order(StringComparer.Ordinal)
        );

    private static void WaitUntil(Func<bool> condition, HostProcess one, HostProcess other) =>
        Assert.True(
            SpinWait.SpinUntil(condition, Ample),
            $"One host said:\n{one.ErrorSoFar()}\nThe other:\n{other.ErrorSoFar()}"
        );

    [GeneratedRegex(@"process (?<id>\d+) on (?<host>\S+), started (?<started>[^.]+)\.")]
    private static partial Regex Holder();
}
