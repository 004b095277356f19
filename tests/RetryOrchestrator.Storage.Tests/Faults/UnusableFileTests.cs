using RetryOrchestrator.Storage.Tests.Support;

namespace RetryOrchestrator.Storage.Tests.Faults;

public sealed class UnusableFileTests : IDisposable
{
    private readonly FileState _state = new();

    public void Dispose() => _state.Dispose();

    /// <summary>Every way to open a state.</summary>
    private IEnumerable<Action> Openings =>
        [
            () => _state.Store.OpenForRun().Dispose(),
            () => _state.Store.OpenForReading().Dispose(),
            () => _state.Store.OpenForMaintenance().Dispose(),
            () => _state.Store.OpenForPreview().Dispose(),
        ];

    [Fact]
    public void A_file_that_is_no_database_is_refused_and_left_as_it_is()
    {
        File.WriteAllText(_state.Path, new string('x', 5000));

        AssertAllRefuse("StateUnreadable");

        Assert.Equal(new string('x', 5000), File.ReadAllText(_state.Path));
        Assert.Equal(["jobs.orchestrator.db"], _state.Files);
    }

    [Fact]
    public void A_database_of_another_program_is_refused_and_left_as_it_is()
    {
        using (var other = _state.OpenRaw())
        {
            other.Execute("CREATE TABLE songs (title TEXT); INSERT INTO songs VALUES ('x')");
        }

        var before = File.ReadAllBytes(_state.Path);
        AssertAllRefuse("StateUnreadable");
        Assert.Equal(before, File.ReadAllBytes(_state.Path));
    }

    [Fact]
    public void A_damaged_state_is_refused()
    {
        using (var store = _state.OpenInPass(Make.Row("a")))
        {
            FileState.Claim(store, Make.Claim(1, 1));
        }

        using (var file = File.OpenWrite(_state.Path))
        {
            file.SetLength(5000);
        }

        Assert.Equal(
            "StateUnreadable",
            Assert.Throws<StateException>(() => _state.ReadStatus()).ErrorId
        );
    }

    [Fact]
    public void Reading_never_creates_a_file()
    {
        foreach (var open in Openings.Skip(1).Take(2))
        {
            var fault = Assert.Throws<StateException>(open);
            Assert.Equal("StateNotFound", fault.ErrorId);
            Assert.Contains(_state.Path, fault.Message, StringComparison.Ordinal);
        }

        _state.Store.OpenForPreview().Dispose();
        Assert.Empty(_state.Files);
    }

    [Fact]
    public void An_empty_file_holds_no_state_yet_and_may_become_one()
    {
        File.WriteAllBytes(_state.Path, []);
        Assert.Equal(
            "StateNotFound",
            Assert.Throws<StateException>(() => _state.ReadStatus()).ErrorId
        );

        using var store = _state.OpenAcquired();

        Assert.Equal(RunState.NotStarted, _state.ReadStatus().State);
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_named()
    {
        var path = Path.Combine(_state.Folder, "missing", "jobs.db");

        var fault = Assert.Throws<StateException>(() => _state.At(path).OpenForRun());

        Assert.Equal("StateUnwritable", fault.ErrorId);
        Assert.Contains(path, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_created_for_bad_input_is_removed_again()
    {
        using (var store = _state.OpenAcquired())
        {
            using var intake = store.BeginIntake();
            intake.Add(Make.Row("a"));
        }

        Assert.Empty(_state.Files);
    }

    [Fact]
    public void What_was_there_before_bad_input_stays()
    {
        using (var store = _state.OpenAcquired())
        {
            FileState.TakeIn(store, Make.Row("a"));
        }

        using (var store = _state.OpenAcquired(_state.Processes.Start(2)))
        {
            using var intake = store.BeginIntake();
            intake.Add(Make.Row("b"));
        }

        Assert.Equal(["jobs.orchestrator.db"], _state.Files);
        Assert.Equal(1, _state.ReadStatus().Total);
    }

    private void AssertAllRefuse(string errorId)
    {
        foreach (var open in Openings)
        {
            var fault = Assert.Throws<StateException>(open);
            Assert.Equal(errorId, fault.ErrorId);
            Assert.Contains(_state.Path, fault.Message, StringComparison.Ordinal);
        }
    }
}
