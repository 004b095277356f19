using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Proof.Tests.Support;

namespace RetryOrchestrator.Proof.Tests.Terminal;

/// <summary>
/// A folder with a list of jobs, and what an operator types there in the console host or in pwsh,
/// in a terminal. The first jobs of the list end at once; of the rest each writes its process id
/// into a file and goes on until it is ended.
/// </summary>
internal sealed class TypedRun : IDisposable
{
    /// <summary>The shells.</summary>
    public const string Host = "host";
    public const string Pwsh = "pwsh";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("typed-");
    private readonly int _lasting;

    /// <param name="quick">How many end at once.</param>
    /// <param name="lasting">How many do not end by themselves.</param>
    /// <param name="ignored">Signals that the lasting ones ignore.</param>
    public TypedRun(int quick, int lasting, string ignored = "")
    {
        _lasting = lasting;
        var ids = Enumerable
            .Range(1, quick)
            .Select(n => $"q{n}")
            .Concat(Enumerable.Range(1, lasting).Select(n => $"l{n}"));
        File.WriteAllLines(
            At("jobs.csv"),
            ids.Select(id => $"{id},success").Prepend("job_id,simulate")
        );
        File.WriteAllText(
            At("job.sh"),
            (ignored.Length == 0 ? "" : $"trap '' {ignored}\n")
                + "case $1 in q*) exit 0 ;; esac\necho $$ > pid.new.$1 && mv pid.new.$1 pid.$1\n"
                + "while [ ! -e enough ]; do sleep 0.1; done\n"
        );
    }

    /// <summary>What is typed to run the list, with two workers and a second for what is stopped.</summary>
    public const string Command =
        "Start-OrchestratorRun -JobsPath jobs.csv -Command sh -ArgumentList job.sh,'{job_id}' "
        + "-Workers 2 -ShutdownTimeoutSeconds 1 ";

    /// <summary>The current folder.</summary>
    public string Folder => _folder.FullName;

    /// <summary>What the state says; null while there is none.</summary>
    public StateSnapshot? State => StateSnapshot.Read(At("jobs.orchestrator.db"));

    /// <summary>The programs of lasting jobs that were begun.</summary>
    public IReadOnlyList<int> Programs =>
        [.. Directory.GetFiles(Folder, "pid.l*").Select(file => int.Parse(File.ReadAllText(file)))];

    /// <summary>Those that are still there.</summary>
    public IReadOnlyList<int> AtWork =>
        [.. Programs.Where(id => Directory.Exists($"/proc/{id}") && !IsZombie(id))];

    /// <summary>The program that runs what is typed.</summary>
    public TerminalProgram Program(string shell, string typed) =>
        (
            shell == Host
                ? TerminalProgram.Host("--command", typed)
                : ShellTerminal.Program(
                    "-Command",
                    $"Import-Module '{RepositoryRoot.Manifest}'; {typed}"
                )
        ) with
        {
            WorkingFolder = Folder,
        };

    /// <summary>An interactive pwsh in this folder, with the module imported.</summary>
    public TerminalSession Prompt()
    {
        var session = TerminalSession.Start(
            ShellTerminal.Program(
                "-NoExit",
                "-Command",
                $"Import-Module '{RepositoryRoot.Manifest}'"
            ) with
            {
                WorkingFolder = Folder,
            }
        );
        session.WaitFor("PS ");
        return session;
    }

    /// <summary>The same, with SIGHUP ignored as <c>nohup</c> has it.</summary>
    public TerminalProgram Nohup(string shell, string typed)
    {
        var program = Program(shell, typed);
        return program with
        {
            Name = "/bin/sh",
            Arguments =
            [
                "-c",
                "trap '' HUP; exec \"$@\"",
                "sh",
                program.Name,
                .. program.Arguments,
            ],
        };
    }

    /// <summary>Waits until lasting jobs are at work.</summary>
    public void AwaitLasting(TerminalSession session, int count = 2) =>
        Await(() => Programs.Count >= count, $"{count} jobs at work", session);

    /// <summary>Waits for something in this folder.</summary>
    public static void Await(Func<bool> hasCome, string what, TerminalSession session) =>
        Assert.True(
            SpinWait.SpinUntil(() => hasCome(), TerminalSession.Ample),
            $"Not seen: {what}. On the terminal:\n{session.Text}"
        );

    /// <summary>Has the lasting jobs end, and well.</summary>
    public void LetEnd() => File.Create(At("enough")).Dispose();

    /// <summary>All that was cut off is written, costs nothing, and left nothing at work.</summary>
    public void AssertStopped()
    {
        Assert.Empty(AtWork);
        var state = State!;
        Assert.Equal((RunState.Stopped, 0), (state.Status.State, state.Status.Claimed));
        Assert.Equal(_lasting, state.Status.Pending);
        Assert.Empty(state.Open);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        LetEnd();
        SpinWait.SpinUntil(() => AtWork.Count == 0, TimeSpan.FromSeconds(30));
        _folder.Delete(recursive: true);
    }

    private string At(string name) => Path.Combine(Folder, name);

    private static bool IsZombie(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/stat").Split(") ")[^1].StartsWith('Z');
        }
        catch (IOException)
        {
            return true; // it has gone
        }
    }
}
