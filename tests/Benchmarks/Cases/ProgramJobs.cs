using RetryOrchestrator.Benchmarks.Measuring;
using RetryOrchestrator.Benchmarks.Programs;

namespace RetryOrchestrator.Benchmarks.Cases;

/// <summary>The smallest program there is, beside the tools that people start programs with.</summary>
internal sealed class ProgramJobs : ICase
{
    private const int Longest = 100_000;

    public string Name => "program";

    public string Title => "The program `true`, 3 workers";

    public Task<IReadOnlyList<Row>> MeasureAsync(Bench bench) =>
        Contest.RunForEachSizeAsync(
            bench.Options,
            Longest,
            jobs =>
                [
                    Runs.Of(bench, "Start-OrchestratorRun -Command true", jobs, "-Command true"),
                    .. Tool("xargs -P3", "xargs", $"seq {jobs} | xargs -n1 -P3 true"),
                    .. Tool(
                        "GNU parallel --joblog",
                        "parallel",
                        $"seq {jobs} | parallel -j3 --joblog '{bench.Work.Folder("joblog")}' true"
                    ),
                    new Contender(
                        "ForEach-Object -Parallel",
                        () =>
                            bench.Product.Shell.MeasureAsync(
                                Parallel($"1..{jobs}"),
                                Parallel("1..20")
                            )
                    ),
                ]
        );

    private static string Parallel(string items) =>
        $"{items} | ForEach-Object -ThrottleLimit 3 -Parallel {{ /bin/true }}";

    private static IEnumerable<Contender> Tool(string what, string program, string line)
    {
        if (Invocation.Find(program) is not null)
        {
            yield return new Contender(
                what,
                async () =>
                {
                    // The shell waits for the tool and so is charged with all its processor time.
                    var run = await Invocation.RunAsync(
                        "/bin/sh",
                        "-c",
                        $"{line}; cat {ProcessorTime.File("$$")} 2>/dev/null || :"
                    );
                    return new Sample(
                        run.Elapsed.TotalMilliseconds,
                        ProcessorTime.Parse(run.Output)
                    );
                }
            );
        }
    }
}
