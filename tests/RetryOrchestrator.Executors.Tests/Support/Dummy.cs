using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Executors.Processes.Starting;

namespace RetryOrchestrator.Executors.Tests.Support;

/// <summary>The ways in which programs are started; what is true of one is to be true of all.</summary>
public enum StartedBy
{
    DotNet,
    PosixSpawn,
}

/// <summary>Runs the dummy program, which does what its arguments say, through the executor.</summary>
internal sealed class Dummy(StartedBy? way = null) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _kill = new();

    public static string Path { get; } =
        System.IO.Path.Combine(
            AppContext.BaseDirectory,
            OperatingSystem.IsWindows() ? "RetryOrchestrator.Dummy.exe" : "RetryOrchestrator.Dummy"
        );

    public TempFolder Folder { get; } = new();

    public Job Job { get; init; } = Attempts.Job("j1");

    public long MaxLogBytes { get; init; } = 50_000_000;

    /// <summary>The attempt that was started last.</summary>
    public Attempt? Attempt { get; private set; }

    public string LogPath => Folder["artifacts/output.log"];

    /// <summary>The lines of the log.</summary>
    public string[] Log => File.Exists(LogPath) ? File.ReadAllLines(LogPath) : [];

    /// <summary>
    /// What starts programs that way, or as users have it; the test is skipped where there is no
    /// such way.
    /// </summary>
    public static ProgramLauncher Launcher(StartedBy? way)
    {
        Assert.SkipWhen(
            way == StartedBy.PosixSpawn && !OperatingSystem.IsLinux(),
            "Programs are started by posix_spawn on Linux only."
        );
        return way switch
        {
            StartedBy.DotNet => ProgramLauncher.Managed(),
            StartedBy.PosixSpawn when OperatingSystem.IsLinux() => ProgramLauncher.Spawning(),
            _ => ProgramLauncher.Fastest(),
        };
    }

    public Task<AttemptResult> Run(params string[] arguments) => RunProgram(Path, arguments);

    public async Task<AttemptResult> RunProgram(string program, params string[] arguments)
    {
        await using var executor = new ProgramExecutor(
            program,
            arguments,
            Folder.Path,
            TimeProvider.System,
            Launcher(way)
        )
        {
            MaxLogBytes = MaxLogBytes,
        };
        Attempt = Attempts.Of(Job, Folder["artifacts"]);
        return await executor.ExecuteAsync(Attempt, new StopSignals(_stop.Token, _kill.Token));
    }

    public void Stop() => _stop.Cancel();

    public void Kill() => _kill.Cancel();

    /// <summary>The live processes that carry the attempt's token.</summary>
    public IReadOnlyList<int> Alive() =>
        [
            .. Snapshot
                .Now()
                .Entries.Where(process => process.Token == Attempt!.Token)
                .Select(process => process.Id),
        ];

    public void Dispose()
    {
        if (Attempt is not null)
        {
            new SystemProcessTable().EndLeftovers([Attempt.Token]);
        }

        _stop.Dispose();
        _kill.Dispose();
        Folder.Dispose();
    }
}
