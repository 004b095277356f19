using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Executors.Tests.Support;

namespace RetryOrchestrator.Executors.Tests.Processes;

public class WitnessTests
{
    [Fact]
    public async Task Programs_at_work_at_once_do_not_get_in_each_others_way()
    {
        using var folder = new TempFolder();
        var log = folder["witness.log"];
        await using var executor = new ProgramExecutor(
            Dummy.Path,
            [$"witness:{log}", "out:{job_id}"],
            folder.Path
        );

        var results = await Task.WhenAll(
            Enumerable
                .Range(1, 20)
                .Select(i => Attempts.Of(Attempts.Job($"j{i}"), folder[$"artifacts/{i}"]))
                .Select(attempt => executor.ExecuteAsync(attempt, default).AsTask())
        );

        Assert.All(results, result => Assert.Same(AttemptResult.Success, result));
        Assert.Equal(
            Enumerable
                .Range(1, 20)
                .SelectMany(i => new[] { $"j{i},4,end", $"j{i},4,start" })
                .Order(),
            File.ReadAllLines(log).Order()
        );
        Assert.All(
            Enumerable.Range(1, 20),
            i =>
                Assert.Equal(
                    [$"out | j{i}"],
                    File.ReadAllLines(folder[$"artifacts/{i}/output.log"])
                )
        );
    }
}
