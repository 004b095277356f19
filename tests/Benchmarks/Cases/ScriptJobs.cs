using RetryOrchestrator.Benchmarks.Measuring;

namespace RetryOrchestrator.Benchmarks.Cases;

/// <summary>An empty script block, beside what PowerShell itself has for running one in parallel.</summary>
internal sealed class ScriptJobs : ICase
{
    private const int Longest = 100_000;

    public string Name => "script";

    public string Title => "An empty script block, 3 workers";

    public async Task<IReadOnlyList<Row>> MeasureAsync(Bench bench)
    {
        var rows = new List<Row>();
        foreach (var jobs in bench.Options.Sizes.Where(jobs => jobs <= Longest))
        {
            rows.AddRange(
                await Contest.RunAsync(
                    jobs,
                    bench.Options.RepeatsOf(jobs),
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
                )
            );
        }

        return rows;
    }

    private static string Parallel(string items) =>
        $"{items} | ForEach-Object -ThrottleLimit 3 -Parallel {{ }}";
}
