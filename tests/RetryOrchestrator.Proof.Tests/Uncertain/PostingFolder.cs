using System.Globalization;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Proof.Tests.Support;

namespace RetryOrchestrator.Proof.Tests.Uncertain;

/// <summary>
/// Jobs that post: each says that it is about to, posts, and ends. What was posted is in a file that
/// the product does not know, a line a post (of scripts a file a post: several append to one file in
/// .NET as if each were alone, and a line is lost); and so is, by a file each, which attempts had said
/// that they are about to, and which of these came to an end of their own.
/// </summary>
internal sealed class PostingFolder : IDisposable
{
    // The act itself is one write by the shell that was told to end: it is done or it is not.
    private const string Program = """
        #!/bin/sh
        sleep "$2"
        echo "posting $1" > "$ORCHESTRATOR_CHECKPOINT"
        : > "$5-passed/$1.$$"
        sleep "$3"
        echo "$1" >> "$5"
        sleep "$4"
        : > "$5-over/$1.$$"
        """;

    private const string Script = """
        $me = "$($Job.job_id).$([guid]::NewGuid())"
        Start-Sleep -Seconds ([double]$Job.before)
        Set-OrchestratorCheckpoint "posting $($Job.job_id)"
        [IO.File]::WriteAllText("$($Job.posts)-passed/$me", "")
        Start-Sleep -Seconds ([double]$Job.between)
        [IO.File]::WriteAllText("$($Job.posts)-made/$me", "")
        Start-Sleep -Seconds ([double]$Job.after)
        [IO.File]::WriteAllText("$($Job.posts)-over/$me", "")
        """;

    private const string ProgramQuestion = """
        #!/bin/sh
        test "${ORCHESTRATOR_CHECKPOINT_WORD+set}" = set || exit 3
        test -e "$2" || exit 1
        grep -qx "$1" "$2"
        """;

    // Without Test-Path, which the console host does not have.
    private const string ScriptQuestion = """
        [IO.Directory]::GetFiles("$($Job.posts)-made", "$($Job.job_id).*").Length -gt 0
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("posting-").FullName;
    private readonly HashSet<string> _cutOff = [];

    /// <param name="jobs">How many.</param>
    /// <param name="chance">How long they take.</param>
    public PostingFolder(int jobs, Random chance)
    {
        JobIds = [.. Enumerable.Range(1, jobs).Select(n => $"v{n}")];
        File.WriteAllText(
            At("jobs.csv"),
            "job_id,before,between,after,posts\n"
                + string.Concat(
                    JobIds.Select(id =>
                        $"{id},{Pause(chance, 60)},{Pause(chance, 120)},{Pause(chance, 60)},{Posts}\n"
                    )
                )
        );
        Directory.CreateDirectory(Made);
        Directory.CreateDirectory(Passed);
        Directory.CreateDirectory(Over);
        File.WriteAllText(At("post.sh"), Program);
        File.WriteAllText(At("asked.sh"), ProgramQuestion);
        File.WriteAllText(At("post.ps1"), Script);
        File.WriteAllText(At("asked.ps1"), ScriptQuestion);
    }

    public string FullName => _folder;

    public IReadOnlyList<string> JobIds { get; }

    public StatePaths Paths => StatePaths.ForJobs(At("jobs.csv"));

    /// <summary>How often each job has posted.</summary>
    public IReadOnlyDictionary<string, int> Posted =>
        (File.Exists(Posts) ? File.ReadAllLines(Posts) : [])
            .Concat(Names(Made).Select(JobOf))
            .GroupBy(id => id)
            .ToDictionary(posts => posts.Key, posts => posts.Count());

    /// <summary>How many attempts have passed their point of no return.</summary>
    public int PassedCount => Directory.GetFiles(Passed).Length;

    /// <summary>Attempts that were cut off after their point of no return.</summary>
    public int CutOffCount => _cutOff.Count;

    /// <summary>Their jobs.</summary>
    public IEnumerable<string> CutOffJobs => _cutOff.Select(JobOf).Distinct();

    private string Posts => At("posts.log");

    private string Made => Posts + "-made";

    private string Passed => Posts + "-passed";

    private string Over => Posts + "-over";

    /// <summary>
    /// Takes note of the attempts that a kill has cut off after their point of no return. What it
    /// was that was killed has ended: nothing of them is recorded any more as if they had gone on.
    /// </summary>
    /// <param name="program">The program that was killed; null: the host, and with it all attempts.</param>
    /// <returns>Whether there are any.</returns>
    public bool NoteCutOff(int? program)
    {
        var before = _cutOff.Count;
        _cutOff.UnionWith(
            Names(Passed)
                .Except(Names(Over))
                .Where(name =>
                    program is null || name.EndsWith($".{program}", StringComparison.Ordinal)
                )
        );
        return _cutOff.Count > before;
    }

    /// <summary>The command line of a start.</summary>
    /// <param name="how">What runs the jobs.</param>
    /// <param name="asks">Whether it is asked if something happened.</param>
    public string[] Start(Posting how, bool asks) =>
        [
            "Start-OrchestratorRun",
            .. how == Posting.ByProgram
                ? (string[])
                    [
                        "-Command",
                        "/bin/sh",
                        "-ArgumentList",
                        $"{At("post.sh")},{{job_id}},{{before}},{{between}},{{after}},{{posts}}",
                    ]
                : ["-ScriptPath", At("post.ps1")],
            .. (how, asks) switch
            {
                (_, false) => (string[])[],
                (Posting.ByProgram, _) =>
                [
                    "-VerifyCommand",
                    "/bin/sh",
                    "-VerifyArgumentList",
                    $"{At("asked.sh")},{{job_id}},{{posts}}",
                ],
                _ => ["-VerifyScript", At("asked.ps1")],
            },
            "-Workers",
            "3",
            "-RetryDelaySeconds",
            "0",
            .. ProofSettings.NoLimits,
            // Whoever kills is none of the jobs: nobody is to be found guilty of it.
            "-NoPoisonGuard",
            "-Banner",
            "None",
        ];

    /// <summary>The programs at work, seen through the system and not through the product.</summary>
    public IReadOnlyList<int> Programs() =>
        [
            .. Leftovers
                // Their arguments follow; the host's own command line names the file as well.
                .ProcessesOf(At("post.sh") + " ")
                .Select(line => int.Parse(line.Split(' ', ':')[1], CultureInfo.InvariantCulture)),
        ];

    /// <summary>What the state says, or null when there is none yet.</summary>
    public StateSnapshot? ReadState() =>
        StateSnapshot.Read(StateSnapshot.Copy(Paths.State, At("copy.db")));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static IEnumerable<string> Names(string folder) =>
        Directory.GetFiles(folder).Select(path => Path.GetFileName(path));

    private static string JobOf(string name) => name.Split('.')[0];

    private string At(string name) => Path.Combine(_folder, name);

    private static string Pause(Random chance, int most) =>
        (chance.Next(most) / 1000.0).ToString("0.000", CultureInfo.InvariantCulture);
}

/// <summary>What runs the jobs.</summary>
internal enum Posting
{
    ByProgram,
    ByScript,
}
