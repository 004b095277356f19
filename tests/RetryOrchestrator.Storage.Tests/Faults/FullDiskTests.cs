using RetryOrchestrator.Storage.Tests.Support;
using RetryOrchestrator.Tests.Shared.Machine;

namespace RetryOrchestrator.Storage.Tests.Faults;

/// <summary>A disk that is really full, found at whichever write of a run comes first.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const int Jobs = 8;

    // Every page of room up to here; a run of these jobs needs less.
    private const int MostPages = 150;

    private readonly FakeProcesses _processes = new();
    private readonly SmallDisk _disk = SmallDisk.MountOrSkip();
    private int _nextProcess = 1;

    public void Dispose() => _disk.Dispose();

    private SqliteStateStore Store(string state) => new(state, _processes, TimeProvider.System);

    [Fact]
    public void At_whichever_write_it_is_full_it_is_said_and_the_next_start_goes_on_from_there()
    {
        var faults = 0;
        var durableAtFaults = new HashSet<int>();
        for (var room = 0; room <= MostPages; room++)
        {
            var state = _disk[$"{room}.orchestrator.db"];
            _disk.Fill(room);
            var (fault, durable) = RunToTheEnd(state);
            _disk.Free();
            if (fault is null)
            {
                Assert.Equal(Jobs, durable);
            }
            else
            {
                faults++;
                durableAtFaults.Add(durable);
                Assert.Equal("StateUnwritable", fault.ErrorId);
                Assert.Contains(state, fault.Message, StringComparison.Ordinal);
                Assert.Contains("disk is full", fault.Message, StringComparison.Ordinal);
                Assert.Equal(durable, Succeeded(state));
            }

            Assert.Equal((null, Jobs), RunToTheEnd(state));
            Remove(state);
        }

        // It was met in the intake as well as between any two jobs.
        Assert.InRange(faults, Jobs, MostPages);
        Assert.Superset(Enumerable.Range(0, Jobs).ToHashSet(), durableAtFaults);
    }

    /// <summary>One process: takes in the list, does what is due, dies of the first fault.</summary>
    /// <returns>The fault, and how many jobs had succeeded by what the store had returned.</returns>
    private (StateException? Fault, int Durable) RunToTheEnd(string state)
    {
        var durable = 0;
        var process = _processes.Start(_nextProcess++);
        try
        {
            using var store = Store(state).OpenForRun();
            store.Join(new Member(process, Make.Start));
            FileState.TakeIn(store, [.. Enumerable.Range(1, Jobs).Select(n => Make.Row($"{n}"))]);
            var run = store.Open(Make.Terms(), Make.Start);
            durable = store.CountJobs().Succeeded;
            store.EnterPass(run.NextPass);
            foreach (var attempt in run.InFlight)
            {
                var end = Make.Ended(
                    attempt.AttemptId,
                    attempt.Job.Key,
                    AttemptOutcome.Interrupted
                ) with
                {
                    DuePass = run.NextPass,
                };
                FileState.End(store, end);
            }

            store.LineUp();
            while (store.Exchange(FileState.NewTurn() with { Room = [1] }).Claims is [var claim])
            {
                durable = FileState
                    .End(store, Make.Success(claim.AttemptId, claim.Job.Key))
                    .Jobs.Succeeded;
            }

            return (null, durable);
        }
        catch (StateException fault)
        {
            return (fault, durable);
        }
        finally
        {
            _processes.Kill(process);
        }
    }

    private int Succeeded(string state)
    {
        try
        {
            using var reader = Store(state).OpenForReading();
            return reader.ReadStatus().Succeeded;
        }
        catch (StateException nothing) when (nothing.ErrorId == "StateNotFound")
        {
            return 0;
        }
    }

    private void Remove(string state)
    {
        foreach (var file in Directory.GetFiles(_disk.Folder, Path.GetFileName(state) + "*"))
        {
            File.Delete(file);
        }
    }
}
