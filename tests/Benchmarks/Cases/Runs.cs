using RetryOrchestrator.Benchmarks.Measuring;
using RetryOrchestrator.Benchmarks.Programs;

namespace RetryOrchestrator.Benchmarks.Cases;

/// <summary>Whole runs of the product, from the command typed to its last line.</summary>
internal static class Runs
{
    private const int WarmUpJobs = 200;

    /// <summary>
    /// A run of a list that succeeds at once, in a session that has made a short one before:
    /// reading the list, all passes, the progress CSV.
    /// </summary>
    public static Contender Of(
        Bench bench,
        string what,
        int jobs,
        string executor,
        int workers = 3
    ) =>
        new(
            what,
            () =>
            {
                var path = bench.Work.NewJobsFile(jobs);
                return bench.Product.Shell.MeasureAsync(
                    Command(path, executor, workers),
                    $$"""
                    [IO.File]::WriteAllText('{{path}}.first', "job_id,simulate`n" + ((1..{{WarmUpJobs}} | ForEach-Object { "$_,success" }) -join "`n"))
                    {{Command(path + ".first", executor, workers)}}
                    """
                );
            }
        );

    private static string Command(string path, string executor, int workers) =>
        $"Start-OrchestratorRun -JobsPath '{path}' {executor} -Workers {workers} 6>$null | ForEach-Object {{ if ($_.Result -ne 'AllComplete') {{ throw $_.NextAction }} }}";
}
