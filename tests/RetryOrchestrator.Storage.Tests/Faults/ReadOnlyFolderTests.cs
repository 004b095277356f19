using RetryOrchestrator.Storage.Tests.Support;
using RetryOrchestrator.Tests.Shared.Machine;

namespace RetryOrchestrator.Storage.Tests.Faults;

/// <summary>A state in a folder that this user may not write to.</summary>
public sealed class ReadOnlyFolderTests : IDisposable
{
    private const UnixFileMode ReadableByAll =
        UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode OpenToAll =
        ReadableByAll
        | UnixFileMode.UserExecute
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherExecute;

    private readonly FileState _state = new();

    public void Dispose()
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_state.Folder, OpenToAll | UnixFileMode.UserWrite);
        }

        _state.Dispose();
    }

    [Fact]
    public void A_run_is_refused_there()
    {
        Protect();

        var fault = OrdinaryUser.Do(() =>
            Assert.Throws<StateException>(() => _state.Store.OpenForRun())
        );

        Assert.Equal("StateUnwritable", fault.ErrorId);
        Assert.Contains(_state.Path, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_is_refused_there_on_a_state_that_exists()
    {
        WriteState();
        Protect();

        var fault = OrdinaryUser.Do(() =>
            Assert.Throws<StateException>(() => _state.Store.OpenForRun())
        );

        Assert.Equal("StateUnwritable", fault.ErrorId);
    }

    [Fact]
    public void A_state_at_rest_can_be_read_there()
    {
        WriteState();
        Protect();

        var status = OrdinaryUser.Do(_state.ReadStatus);

        Assert.Equal((1, _state.Path), (status.Total, status.StatePath));
    }

    private void WriteState()
    {
        using var store = _state.OpenAcquired();
        FileState.TakeIn(store, Make.Row("a"));
    }

    private void Protect()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("The mode of a Unix folder is meant.");
            return;
        }

        if (File.Exists(_state.Path))
        {
            File.SetUnixFileMode(_state.Path, ReadableByAll);
        }

        File.SetUnixFileMode(_state.Folder, OpenToAll);
    }
}
