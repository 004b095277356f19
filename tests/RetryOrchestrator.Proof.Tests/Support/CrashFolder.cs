using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Proof.Tests.Support;

/// <summary>A folder with a jobs file, which grows, and all that a run leaves beside it.</summary>
internal sealed class CrashFolder : IDisposable
{
    // Wide rows make taking in the list and writing the mirror long enough to be killed in.
    private const int CaptionLength = 20_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("proof-").FullName;
    private readonly Random _chance;
    private readonly List<string> _rows = [];
    private readonly List<string> _jobIds = [];

    public CrashFolder(int jobs, Random chance)
    {
        _chance = chance;
        Witness = new Witness(At("witness.log"));
        Grow(jobs);
    }

    public string FullName => _folder;

    public Witness Witness { get; }

    public StatePaths Paths => StatePaths.ForJobs(At("jobs.csv"));

    /// <summary>The ids in the jobs file, in its order.</summary>
    public IReadOnlyList<string> JobIds => _jobIds;

    /// <summary>The command line of a start.</summary>
    public string[] Start(Limits limits, int retryDelaySeconds) =>
        [
            "Start-OrchestratorRun",
            "-Verbose",
            "-Command",
            Path.Combine(AppContext.BaseDirectory, "RetryOrchestrator.Dummy"),
            "-ArgumentList",
            $"witness:{Witness.FilePath},do:{{plan}}",
            "-Banner",
            "None",
            "-RetryDelaySeconds",
            $"{retryDelaySeconds}",
            "-Workers",
            $"{limits.Workers}",
            "-MaxPasses",
            $"{limits.MaxPasses}",
            "-MaxAttemptsPerJob",
            $"{limits.MaxAttempts}",
            "-InfrastructureRetryLimit",
            $"{limits.InfrastructureRetries}",
        ];

    /// <summary>Adds jobs to the jobs file, as an operator may between two starts.</summary>
    public void Grow(int jobs)
    {
        for (var i = 0; i < jobs; i++)
        {
            var id = $"v{_jobIds.Count + 1}";
            var caption = new string((char)('a' + _chance.Next(26)), CaptionLength);
            _jobIds.Add(id);
            _rows.Add(
                $"{id},a{_chance.Next(40)},{caption},{JobPlan.Draw(_chance, Witness.FilePath)}"
            );
        }

        File.WriteAllText(
            At("jobs.csv"),
            "job_id,account,caption,plan\n" + string.Join('\n', _rows) + "\n"
        );
    }

    /// <summary>A copy of the state as it lies there.</summary>
    public string CopyState() => StateSnapshot.Copy(Paths.State, At("copy.db"));

    /// <summary>What the state says, or null when there is none yet.</summary>
    public StateSnapshot? ReadState() => StateSnapshot.Read(CopyState());

    public string At(string name) => Path.Combine(_folder, name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
