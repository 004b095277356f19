using RetryOrchestrator.Storage.Runs;
using RetryOrchestrator.Storage.Tests.Support;

namespace RetryOrchestrator.Storage.Tests.Runs;

public sealed class JobLoaderTests : IDisposable
{
    private readonly FileState _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public void Due_jobs_are_read_in_file_order_and_equal_accounts_are_one_instance()
    {
        using var store = _state.OpenInPass(
            Make.Row("a"),
            Make.Row("b", "x"),
            Make.Row("c", "x"),
            Make.Row("d", "  ")
        );
        FileState.Claim(store, Make.Claim(1, 1));
        FileState.End(store, Make.Failed(1, 1, FailureCategory.Unknown, JobStatus.Retrying));
        var loader = new JobLoader(((RunSession)store).Database);

        var due = loader.ReadDue(1).ToList();

        Assert.Equal([2, 3, 4], due.Select(job => job.Key));
        Assert.Equal(["x", "x", null], due.Select(job => job.Account));
        Assert.Same(due[0].Account, due[1].Account);
        Assert.Equal([1, 2, 3, 4], loader.ReadDue(2).Select(job => job.Key));
    }
}
