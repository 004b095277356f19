using RetryOrchestrator.Benchmarks.Measuring;

namespace RetryOrchestrator.Benchmarks.Cases;

/// <summary>Jobs that take no time at all: what is measured is the work around a job.</summary>
internal sealed class SimulatedJobs : ICase
{
    public string Name => "simulated";

    public string Title => "Simulated jobs of no length, 3 workers";

    public Task<IReadOnlyList<Row>> MeasureAsync(Bench bench) =>
        Contest.RunForEachSizeAsync(
            bench.Options,
            int.MaxValue,
            jobs => [Runs.Of(bench, "Start-OrchestratorRun -Simulate", jobs, "-Simulate")]
        );
}
