namespace RetryOrchestrator.Tests.Shared;

/// <summary>
/// A folder with jobs v1, v2, ... that ignore polite signals. Each starts another process that
/// does so too: a child, or one whose parent has gone. They are at work until the test opens the
/// job's gate; then the job fails and is due again, until the test lets jobs succeed.
/// </summary>
internal sealed class StubbornJobs : IDisposable
{
    public const string ChildStart = "child-start";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stubborn-");

    public StubbornJobs(int count)
    {
        Ids = [.. Enumerable.Range(1, count).Select(n => $"v{n}")];
        Witness = new Witness(At("witness.log"));
        File.WriteAllLines(
            List,
            [
                "job_id,company",
                .. Ids.Select((id, n) => $"{id},{(n % 2 == 0 ? "child" : "orphan")}"),
            ]
        );
    }

    public string FullName => _folder.FullName;

    public IReadOnlyList<string> Ids { get; }

    public Witness Witness { get; }

    /// <summary>The jobs file.</summary>
    public string List => At("jobs.csv");

    /// <summary>The program of the jobs.</summary>
    public static string Program =>
        Path.Combine(AppContext.BaseDirectory, "RetryOrchestrator.Dummy");

    /// <summary>Its arguments; each names the folder, and so does whatever it starts.</summary>
    public IReadOnlyList<string> Arguments =>
        [
            "ignore-term",
            $"witness:{Witness.FilePath}",
            "{company}",
            "ignore-term",
            $"child-witness:{Witness.FilePath}",
            $"await:{Gate("{job_id}")}",
            "end",
            // Or what it started would outlive it, which is nobody's business to end.
            "await-child",
            $"fail-unless:{Success}:ADB timeout after 30s",
        ];

    /// <summary>The processes of the jobs, of what they started and of hosts that run them.</summary>
    public IReadOnlyList<string> AtWork => Leftovers.ProcessesOf(FullName);

    /// <summary>The files of the folder that any process has open.</summary>
    public IReadOnlyList<string> OpenFiles => Leftovers.OpenFilesOf(FullName);

    /// <summary>Opens the gates of these jobs, and closes all others.</summary>
    public void OpenOnly(IEnumerable<string> ids)
    {
        foreach (var id in Ids)
        {
            File.Delete(Gate(id));
        }

        foreach (var id in ids)
        {
            File.Create(Gate(id)).Dispose();
        }
    }

    /// <summary>From now on every job ends, and well.</summary>
    public void LetSucceed()
    {
        File.Create(Success).Dispose();
        OpenOnly(Ids);
    }

    public string At(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose()
    {
        // What a test that failed has left at work ends by itself now.
        OpenOnly(Ids);
        SpinWait.SpinUntil(() => AtWork.Count == 0, TimeSpan.FromSeconds(30));
        _folder.Delete(recursive: true);
    }

    private string Success => At("succeed");

    private string Gate(string id) => At($"open.{id}");
}
