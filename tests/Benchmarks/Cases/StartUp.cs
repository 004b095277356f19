using RetryOrchestrator.Benchmarks.Measuring;
using RetryOrchestrator.Benchmarks.Programs;

namespace RetryOrchestrator.Benchmarks.Cases;

/// <summary>What passes before the first job.</summary>
internal sealed class StartUp : ICase
{
    private const int Jobs = 100;

    public string Name => "startup";

    public string Title => "Start-up";

    public Task<IReadOnlyList<Row>> MeasureAsync(Bench bench)
    {
        var contenders = new List<Contender>
        {
            new(
                "console host, its start to the first claim",
                async () => new Sample(await FirstClaimAsync(bench))
            ),
        };
        if (bench.Product.Shell.MeasureImport is { } import)
        {
            contenders.Add(new Contender("import of the module in pwsh", import));
        }

        return Contest.RunAsync(null, bench.Options.RepeatsOf(Jobs), contenders);
    }

    private static async Task<double> FirstClaimAsync(Bench bench)
    {
        var jobs = bench.Work.NewJobsFile(Jobs);
        var began = DateTime.UtcNow;
        await Invocation.RunAsync(
            bench.Product.Host,
            "Start-OrchestratorRun",
            "-JobsPath",
            jobs,
            "-Simulate"
        );
        return (StateFile.Beside(jobs).FirstClaimAfter(0)!.Value - began).TotalMilliseconds;
    }
}
