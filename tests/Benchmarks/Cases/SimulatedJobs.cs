using RetryOrchestrator.Benchmarks.Measuring;

namespace RetryOrchestrator.Benchmarks.Cases;

/// <summary>Jobs that take no time at all: what is measured is the work around a job.</summary>
internal sealed class SimulatedJobs : ICase
{
    public string Name => "simulated";

    public string Title => "Simulated jobs of no length, 3 workers";

    public async Task<IReadOnlyList<Row>> MeasureAsync(Bench bench)
    {
        var rows = new List<Row>();
        foreach (var jobs in bench.Options.Sizes)
        {
            rows.AddRange(
                await Contest.RunAsync(
                    jobs,
                    bench.Options.RepeatsOf(jobs),
                    [Runs.Of(bench, "Start-OrchestratorRun -Simulate", jobs, "-Simulate")]
                )
            );
        }

        return rows;
    }
}
