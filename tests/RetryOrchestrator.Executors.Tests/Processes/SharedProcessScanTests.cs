using RetryOrchestrator.Executors.Processes;

namespace RetryOrchestrator.Executors.Tests.Processes;

public sealed class SharedProcessScanTests
{
    [Fact]
    public async Task A_hundred_who_ask_at_once_share_a_few_looks_at_the_machine()
    {
        var looks = new CountedScan();
        var scan = new SharedProcessScan(looks);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => scan.ReadAsync()));

        Assert.InRange(looks.Count, 1, 10);
    }

    [Fact]
    public async Task A_look_that_was_under_way_when_somebody_asked_is_not_theirs()
    {
        var looks = new CountedScan();
        looks.Gate.Reset();
        var scan = new SharedProcessScan(looks);
        var first = scan.ReadAsync();
        looks.Begun.Wait(TestContext.Current.CancellationToken);
        var second = scan.ReadAsync();
        var third = scan.ReadAsync();
        looks.Gate.Set();

        Assert.Single((await first).Entries);
        Assert.Equal(2, (await second).Entries.Count);
        Assert.Same(await second, await third);
    }

    [Fact]
    public async Task A_look_that_fails_does_not_keep_others_from_theirs()
    {
        var looks = new CountedScan { Fault = new IOException("no more files") };
        var scan = new SharedProcessScan(looks);
        await Assert.ThrowsAsync<IOException>(scan.ReadAsync);
        looks.Fault = null;

        Assert.NotEmpty((await scan.ReadAsync()).Entries);
    }

    /// <summary>A machine that has one process more at each look.</summary>
    private sealed class CountedScan : IProcessScan
    {
        public IReadOnlyList<string> ArgumentsOf(ProcessEntry process) => [];

        public ManualResetEventSlim Gate { get; } = new(true);

        public ManualResetEventSlim Begun { get; } = new();

        public int Count { get; private set; }

        public Exception? Fault { get; set; }

        public IReadOnlyList<ProcessEntry> Read()
        {
            Begun.Set();
            Gate.Wait();
            Count++;
            return Fault is null
                ? [.. Enumerable.Range(2, Count).Select(id => new ProcessEntry(id, 1, id))]
                : throw Fault;
        }
    }
}
