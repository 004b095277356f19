using RetryOrchestrator.Benchmarks.Measuring;

namespace RetryOrchestrator.Benchmarks.Cases;

/// <summary>An empty script block, beside what PowerShell itself has for running one in parallel.</summary>
internal sealed class ScriptJobs : ICase
{
    private const int Longest = 100_000;

    public string Name => "script";

    public string Title => "An empty script block, 3 workers";

    public Task<IReadOnlyList<Row>> MeasureAsync(Bench bench) =>
        Contest.RunForEachSizeAsync(
            bench.Options,
            Longest,
            jobs =>
                [
                    Runs.Of(
                        bench,
                        "Start-OrchestratorRun -ScriptBlock { }",
                        jobs,
                        "-ScriptBlock { }"
                    ),
                    new Contender(
                        "ForEach-Object -Parallel { }",
                        () =>
                            bench.Product.Shell.MeasureAsync(
                                Parallel($"1..{jobs}"),
                                Parallel("1..20")
                            )
                    ),
                ]
        );

    private static string Parallel(string items) =>
        $"{items} | ForEach-Object -ThrottleLimit 3 -Parallel {{ }}";
}
