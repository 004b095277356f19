using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Proof.Tests.Support;
using RetryOrchestrator.Storage;
using RetryOrchestrator.Tests.Shared.Machine;

namespace RetryOrchestrator.Proof.Tests.Faults;

/// <summary>
/// What the machine may do to a real run: four jobs on two workers, of which the first was over
/// and two are at work when it happens. In every case the host says once what is wrong and what to
/// do, exits with its code for it, leaves nothing at work, and the next start does the rest and nothing twice.
/// </summary>
public sealed class HostFaultTests : IDisposable
{
    private const int Jobs = 4;

    // Of the host: nothing was run, and the state failed under a run.
    private const int BadInput = 2;
    private const int StateFault = 4;

    private readonly GatedJobs _jobs = new(Jobs);
    private readonly string _folder = Directory.CreateTempSubdirectory("fault-").FullName;

    public HostFaultTests() =>
        Assert.SkipUnless(
            OperatingSystem.IsLinux(),
            "What is still at work is seen through /proc; and Windows lets no open file be deleted."
        );

    private string Rescued => StateIn(_folder) + ".rescued";

    public void Dispose()
    {
        _jobs.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_disk_gets_full()
    {
        using var disk = SmallDisk.MountOrSkip();
        using var host = StartAndGetToWork(disk.Folder);

        disk.Fill();

        await AssertEndsAsync(
            host,
            StateFault,
            "disk is full",
            StateIn(disk.Folder),
            "Free some space"
        );
        disk.Free();
        AssertOneIsDone(disk.Folder);
        await AssertTheNextStartDoesTheRestAsync(disk.Folder);
    }

    [Fact]
    public async Task The_state_is_deleted()
    {
        using var host = StartAndGetToWork(_folder);

        File.Delete(StateIn(_folder));

        await AssertEndsAsync(host, StateFault, "was deleted", StateIn(_folder), Rescued);
        Assert.False(File.Exists(StateIn(_folder)));
        File.Move(Rescued, StateIn(_folder));
        AssertOneIsDone(_folder);
        await AssertTheNextStartDoesTheRestAsync(_folder);
    }

    [Fact]
    public async Task The_state_is_emptied()
    {
        using var host = StartAndGetToWork(_folder);

        CutShort(StateIn(_folder), bytes: 0);

        await AssertEndsAsync(host, StateFault, "cut short", StateIn(_folder), Rescued);
        File.Move(Rescued, StateIn(_folder), overwrite: true);
        AssertOneIsDone(_folder);
        await AssertTheNextStartDoesTheRestAsync(_folder);
    }

    [Fact]
    public async Task The_state_is_cut_short()
    {
        using (var killed = StartAndGetToWork(_folder))
        {
            killed.Kill();
        }

        // Whoever is alone in reading it merges SQLite's log into the file: now it has what to lose.
        AssertOneIsDone(_folder);
        var backup = Path.Combine(_folder, "backup");
        File.Copy(StateIn(_folder), backup);
        using var host = StartHost(_folder);
        _jobs.WaitFor("v4", Witness.Start, host);

        CutShort(StateIn(_folder), bytes: 4096);

        await AssertEndsAsync(host, StateFault, "cut short", StateIn(_folder), "a backup");
        using (var onWhatIsLeft = StartHost(_folder))
        {
            await AssertEndsAsync(onWhatIsLeft, BadInput, "damaged", StateIn(_folder), "a backup");
        }

        File.Move(backup, StateIn(_folder), overwrite: true);
        AssertOneIsDone(_folder);
        await AssertTheNextStartDoesTheRestAsync(_folder, startsOfTheLast: 2);
    }

    [Fact]
    public async Task Another_program_keeps_the_state_locked()
    {
        using var host = StartAndGetToWork(_folder);

        using (Lock(StateIn(_folder)))
        {
            // One that is told to end waits for some seconds; one that is not, for minutes.
            host.Signal(PosixSignal.SIGTERM);
            await AssertEndsAsync(
                host,
                StateFault,
                "locked by another",
                StateIn(_folder),
                "then try again"
            );
        }

        AssertOneIsDone(_folder);
        await AssertTheNextStartDoesTheRestAsync(_folder);
    }

    [Fact]
    public async Task Another_program_has_the_state_locked_for_a_while()
    {
        using var host = StartAndGetToWork(_folder);

        using (Lock(StateIn(_folder)))
        {
            _jobs.OpenAll();
            _jobs.WaitFor("v2", Witness.End, host);
            _jobs.WaitFor("v3", Witness.End, host);
            Assert.Equal([1, 1, 1, 0], _jobs.Starts);
        }

        Assert.Equal(0, (await host.EndAsync(TestContext.Current.CancellationToken)).ExitCode);
        Assert.Equal(Jobs, ReadStatus(_folder).Succeeded);
        Assert.Equal([1, 1, 1, 1], _jobs.Starts);
    }

    [Fact]
    public async Task A_stop_is_asked_for_as_soon_as_another_program_lets_go_of_the_state()
    {
        using var host = StartAndGetToWork(_folder);
        var other = Lock(StateIn(_folder));

        using var asking = TerminalSession.Start(
            TerminalProgram.Host("Stop-OrchestratorRun") with
            {
                WorkingFolder = _folder,
            }
        );
        asking.WaitFor("WARNING: The state");
        Assert.False(host.HasExited);
        other.Dispose();

        Assert.True(asking.ExitsWithin(TerminalSession.Ample));
        Assert.Equal(0, asking.ExitCode);
        Assert.Equal(130, (await host.EndAsync(TestContext.Current.CancellationToken)).ExitCode);
        Assert.Equal(RunState.Stopped, ReadStatus(_folder).State);
        await AssertTheNextStartDoesTheRestAsync(_folder);
    }

    private HostProcess StartHost(string folder) =>
        HostProcess.StartIn(folder, _jobs.Start("-Workers", "2"));

    private HostProcess StartAndGetToWork(string folder)
    {
        _jobs.WriteList(folder);
        _jobs.Open("v1");
        var host = StartHost(folder);
        _jobs.WaitFor("v2", Witness.Start, host);
        // The end of v1 was stored in one step with the claim of v3.
        _jobs.WaitFor("v3", Witness.Start, host);
        return host;
    }

    private async Task AssertEndsAsync(HostProcess host, int exitCode, params string[] said)
    {
        var result = await host.EndAsync(TestContext.Current.CancellationToken);
        Assert.Equal(exitCode, result.ExitCode);
        // Beside what it said while it waited, and of the stop.
        var error = Assert.Single(
            result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => !line.StartsWith("WARNING: ") && !line.StartsWith("Stopping.")
        );
        Assert.All(said, text => Assert.Contains(text, error, StringComparison.Ordinal));
        Assert.DoesNotContain("SUMMARY", result.Output, StringComparison.Ordinal);
        Assert.Empty(_jobs.AtWork);
    }

    private static void AssertOneIsDone(string folder)
    {
        var status = ReadStatus(folder);
        Assert.Equal(
            (RunState.Interrupted, Jobs, 1),
            (status.State, status.Total, status.Succeeded)
        );
    }

    private async Task AssertTheNextStartDoesTheRestAsync(string folder, int startsOfTheLast = 1)
    {
        _jobs.OpenAll();
        using var next = StartHost(folder);

        Assert.Equal(0, (await next.EndAsync(TestContext.Current.CancellationToken)).ExitCode);
        Assert.Equal(Jobs, ReadStatus(folder).Succeeded);
        Assert.Equal([1, 2, 2, startsOfTheLast], _jobs.Starts);
    }

    private static string StateIn(string folder) => Path.Combine(folder, "jobs.orchestrator.db");

    private static OrchestratorStatus ReadStatus(string folder)
    {
        var state = new SqliteStateStore(
            StateIn(folder),
            new SystemProcessTable(),
            TimeProvider.System
        );
        using var reader = state.OpenForReading();
        return reader.ReadStatus();
    }

    private static void CutShort(string path, int bytes)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.Write);
        file.SetLength(bytes);
    }

    private static SqliteConnection Lock(string state)
    {
        var other = new SqliteConnection($"Data Source={state};Pooling=False");
        other.Open();
        using var begin = other.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        begin.ExecuteNonQuery();
        return other;
    }
}
