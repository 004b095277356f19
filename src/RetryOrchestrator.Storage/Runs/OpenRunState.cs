using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Storage.Sqlite;

namespace RetryOrchestrator.Storage.Runs;

/// <summary>What the store remembers of the run it has open: a copy of what is durable.</summary>
internal sealed class OpenRunState(long runId, JobCounts jobs)
{
    public long RunId { get; } = runId;

    /// <summary>Where the listed jobs stand.</summary>
    public JobCounts Jobs { get; private set; } = jobs;

    /// <summary>The pass that commits belong to.</summary>
    public int? Pass { get; set; }

    /// <summary>Whether that pass was begun in this sitting.</summary>
    public bool PassBegun { get; set; }

    /// <summary>The numbers of that pass.</summary>
    public PassTally Tally { get; set; } = new();

    public RunNumbers Numbers => new(Tally, Jobs.ToTally());

    /// <summary>Reads the jobs' numbers anew, after the list was changed.</summary>
    public void Recount(Database database) => Jobs = JobCounts.Read(database);
}
