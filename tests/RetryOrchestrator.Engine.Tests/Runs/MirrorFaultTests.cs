using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Tests.Support;

namespace RetryOrchestrator.Engine.Tests.Runs;

/// <summary>A progress CSV that cannot be written is no reason to end a run.</summary>
public sealed class MirrorFaultTests : IDisposable
{
    private readonly RunHarness _run = new();

    public void Dispose() => _run.Dispose();

    public static TheoryData<Exception> Faults =>
        [
            new IOException("No space left on device"),
            new UnauthorizedAccessException("Access to the path is denied"),
            new StateException("StateBusy", "The state is locked by another program"),
        ];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task The_run_goes_on_and_says_so_after_each_pass(Exception fault)
    {
        _run.Mirror = new FailingMirror(fault);

        var end = await _run.StartAsync(
            new Dictionary<string, AttemptResult[]> { ["v1"] = [Result.Unknown, Result.Ok] }
        );

        Assert.Equal(PassResult.AllComplete, end.Result);
        Assert.Equal(2, _run.Events.Of<PassEnded>().Count());
        Assert.Equal(2, _run.Events.Of<WarningRaised>().Count());
        Assert.All(
            _run.Events.Of<WarningRaised>(),
            warning => Assert.Contains(fault.Message, warning.Message, StringComparison.Ordinal)
        );
    }

    private sealed class FailingMirror(Exception fault) : IProgressMirror
    {
        public void Write(DateTimeOffset? retryAt) => throw fault;
    }
}
