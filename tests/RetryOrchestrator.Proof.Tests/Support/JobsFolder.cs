namespace RetryOrchestrator.Proof.Tests.Support;

/// <summary>A folder with a jobs file and the program that witnesses, removed at the end.</summary>
internal sealed class JobsFolder : IDisposable
{
    private static readonly string[] Plans =
    [
        "ok",
        "ok",
        "infrastructure",
        "unknown",
        "ok",
        "input",
    ];

    public JobsFolder(int jobs, Random chance)
    {
        JobIds = Enumerable.Range(1, jobs).Select(n => $"v{n}").ToList();
        var rows = JobIds.Select(id =>
            $"{id},a{chance.Next(jobs)},{Plan(chance)},{(chance.Next(4) == 0 ? "child" : "slow")}"
        );
        File.WriteAllText(
            Path.Combine(FullName, "jobs.csv"),
            "job_id,account,plan,work\n" + string.Join('\n', rows) + "\n"
        );
        var script = Path.Combine(FullName, "job.sh");
        File.WriteAllText(script, Witness.Script);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(
                script,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
        }
    }

    public string FullName { get; } = Directory.CreateTempSubdirectory("proof-").FullName;

    public IReadOnlyList<string> JobIds { get; }

    public string State => Path.Combine(FullName, "jobs.orchestrator.db");

    public void Dispose() => Directory.Delete(FullName, recursive: true);

    private static string Plan(Random chance) =>
        chance.Next(20) == 0 ? "account" : Plans[chance.Next(Plans.Length)];
}
