using RetryOrchestrator.Benchmarks.Measuring;

namespace RetryOrchestrator.Benchmarks.Cases;

/// <summary>More workers than cores must cost nothing.</summary>
internal sealed class ManyWorkers : ICase
{
    private const int Jobs = 10_000;

    public string Name => "workers";

    public string Title => "3 workers and 64";

    public async Task<IReadOnlyList<Row>> MeasureAsync(Bench bench)
    {
        var rows = new List<Row>();
        foreach (var executor in (string[])["-Simulate", "-Command true", "-ScriptBlock { }"])
        {
            rows.AddRange(
                await Contest.RunAsync(
                    Jobs,
                    bench.Options.RepeatsOf(Jobs),
                    new[] { 3, 64 }.Select(workers =>
                        Runs.Of(bench, $"{executor} -Workers {workers}", Jobs, executor, workers)
                    )
                )
            );
        }

        return rows;
    }
}
