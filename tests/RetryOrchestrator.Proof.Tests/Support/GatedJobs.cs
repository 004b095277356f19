namespace RetryOrchestrator.Proof.Tests.Support;

/// <summary>
/// Jobs v1, v2, ... whose program, and a child of it, ignore polite signals and work until the test
/// opens the job's gate. Gates and witness are apart from the run's files, whose disk may be taken
/// away.
/// </summary>
internal sealed class GatedJobs : IDisposable
{
    private static readonly TimeSpan Ample = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gated-");
    private readonly int _count;
    private readonly Witness _witness;

    public GatedJobs(int count)
    {
        _count = count;
        _witness = new Witness(At("witness.log"));
    }

    /// <summary>What the programs have written down so far.</summary>
    public IReadOnlyList<WitnessLine> Witnessed => _witness.Read();

    /// <summary>The command line of a start.</summary>
    public string[] Start(params string[] more) =>
        [
            "Start-OrchestratorRun",
            "-Command",
            Path.Combine(AppContext.BaseDirectory, "RetryOrchestrator.Dummy"),
            "-ArgumentList",
            string.Join(
                ',',
                "ignore-term",
                $"witness:{_witness.FilePath}",
                "child",
                "ignore-term",
                $"await:{At("open.{job_id}")}",
                "end",
                $"await:{At("open.{job_id}")}"
            ),
            "-Banner",
            "None",
            "-RetryDelaySeconds",
            "0",
            "-ShutdownTimeoutSeconds",
            "1",
            .. more,
        ];

    /// <summary>Writes the list of jobs into a folder.</summary>
    public void WriteList(string folder) =>
        File.WriteAllLines(
            Path.Combine(folder, "jobs.csv"),
            ["job_id", .. Enumerable.Range(1, _count).Select(n => $"v{n}")]
        );

    /// <summary>Lets a job end.</summary>
    public void Open(string job) => File.Create(At($"open.{job}")).Dispose();

    public void OpenAll()
    {
        for (var n = 1; n <= _count; n++)
        {
            Open($"v{n}");
        }
    }

    /// <summary>Waits for what a program is to write down.</summary>
    public void WaitFor(string job, string what, HostProcess host, int attempt = 1) =>
        Assert.True(
            SpinWait.SpinUntil(
                () => Witnessed.Contains(new WitnessLine(job, attempt, what)) || host.HasExited,
                Ample
            ) && !host.HasExited,
            $"{job} did not {what} within {Ample}.\n{host.ErrorSoFar()}"
        );

    /// <summary>Waits until no process of these jobs is left.</summary>
    public void WaitUntilNothingIsAtWork() =>
        Assert.True(
            SpinWait.SpinUntil(() => AtWork.Count == 0, Ample),
            $"Still at work: {string.Join(", ", AtWork)}"
        );

    /// <summary>The processes of these jobs and of their children.</summary>
    public IReadOnlyList<string> AtWork =>
        [
            .. Leftovers
                .ProcessesOf(_folder.FullName)
                .Where(line => !line.Contains("RetryOrchestrator.Host", StringComparison.Ordinal)),
        ];

    /// <summary>How often each job was started, in their order.</summary>
    public IEnumerable<int> Starts =>
        Enumerable
            .Range(1, _count)
            .Select(n =>
                Witnessed.Count(line => line.JobId == $"v{n}" && line.Event == Witness.Start)
            );

    public void Dispose()
    {
        OpenAll();
        WaitUntilNothingIsAtWork();
        _folder.Delete(recursive: true);
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);
}
