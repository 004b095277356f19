using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Jobs;

namespace RetryOrchestrator.Executors.Tests.Support;

/// <summary>Attempts for tests, each with a token of its own.</summary>
internal static class Attempts
{
    private static int _last;

    public static Job Job(string id, params (string Name, string Value)[] columns) =>
        new(
            id,
            new JobColumns(
                columns
                    .Prepend((ColumnName.JobId, id))
                    .Select(column => KeyValuePair.Create(column.Item1, column.Item2))
            )
        );

    public static Attempt Of(Job job, string artifactFolder = "unused", int countedBefore = 0)
    {
        var id = Interlocked.Increment(ref _last);
        return new Attempt
        {
            Id = id,
            Job = job,
            RunId = 1,
            Pass = 2,
            Worker = 3,
            Number = 4,
            CountedBefore = countedBefore,
            ArtifactFolder = artifactFolder,
            Token = $"test-{Environment.ProcessId}-{Guid.NewGuid():N}",
        };
    }
}
