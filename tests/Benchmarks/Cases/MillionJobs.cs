using RetryOrchestrator.Benchmarks.Measuring;
using RetryOrchestrator.Benchmarks.Programs;

namespace RetryOrchestrator.Benchmarks.Cases;

/// <summary>
/// A run of a million jobs that was killed half way: looking at its state, dead and live, and
/// going on with it.
/// </summary>
internal sealed class MillionJobs : ICase
{
    private const int Jobs = 1_000_000;
    private const int Half = Jobs / 2;
    private const int ClaimsToWaitFor = 2_000;

    public string Name => "million";

    public string Title => "A state of a million jobs";

    public async Task<IReadOnlyList<Row>> MeasureAsync(Bench bench)
    {
        var jobs = bench.Work.NewJobsFile(Jobs);
        var state = StateFile.Beside(jobs);
        await RunAndKillAsync(bench, jobs, () => state.LastAttempt > Half);

        var repeats = bench.Options.RepeatsOf(Jobs);
        var atRest = await Contest.RunAsync(
            null,
            repeats,
            [
                Status(bench, "`Get-OrchestratorStatus`, no run live", jobs),
                new Contender("resume, start of the host to the first claim", Resume),
            ]
        );
        var live = Array.Empty<Row>() as IReadOnlyList<Row>;
        await RunAndKillAsync(
            bench,
            jobs,
            async () =>
                live = await Contest.RunAsync(
                    null,
                    repeats,
                    [Status(bench, "`Get-OrchestratorStatus`, a run live", jobs)]
                )
        );
        return [.. atRest, .. live];

        async Task<Sample> Resume()
        {
            var last = state.LastAttempt;
            var began = DateTime.UtcNow;
            await RunAndKillAsync(bench, jobs, () => state.LastAttempt > last + ClaimsToWaitFor);
            return new Sample((state.FirstClaimAfter(last)!.Value - began).TotalMilliseconds);
        }
    }

    private static Contender Status(Bench bench, string what, string jobs)
    {
        const int Looks = 20;
        var look = $"$status = Get-OrchestratorStatus -JobsPath '{jobs}'";
        return new Contender(
            what,
            async () =>
            {
                var all = await bench.Product.Shell.MeasureAsync(
                    $"foreach ($n in 1..{Looks}) {{ {look} }}",
                    $"foreach ($n in 1..{Looks}) {{ {look} }}; if ($status.Total -ne {Jobs}) {{ throw 'no such state' }}"
                );
                return new Sample(all.Milliseconds / Looks);
            }
        );
    }

    private static Task RunAndKillAsync(Bench bench, string jobs, Func<bool> until) =>
        RunAndKillAsync(
            bench,
            jobs,
            async () =>
            {
                while (!until())
                {
                    await Task.Delay(100);
                }
            }
        );

    private static async Task RunAndKillAsync(Bench bench, string jobs, Func<Task> meanwhile)
    {
        using var run = Invocation.Start(
            bench.Product.Host,
            "Start-OrchestratorRun",
            "-JobsPath",
            jobs,
            "-Simulate"
        );
        try
        {
            await meanwhile();
            if (run.HasExited)
            {
                throw new InvalidOperationException("The run ended before it was to be killed.");
            }
        }
        finally
        {
            run.Kill();
            await run.WaitForExitAsync();
        }
    }
}
