using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Storage.Sqlite;
using RetryOrchestrator.Storage.Values;

namespace RetryOrchestrator.Storage.Runs;

/// <summary>What the store remembers of the run it has open: a copy of what is durable.</summary>
internal sealed class OpenRunState(long runId, JobCounts jobs, long nextAttemptId)
{
    public long RunId { get; } = runId;

    /// <summary>The id of the next attempt.</summary>
    public long NextAttemptId { get; private set; } = nextAttemptId;

    /// <summary>Hands out the jobs of the pass; null until it was entered.</summary>
    public Handout? Handout { get; set; }

    /// <summary>Where the listed jobs stand.</summary>
    public JobCounts Jobs { get; private set; } = jobs;

    /// <summary>The pass that commits belong to.</summary>
    public int? Pass { get; set; }

    /// <summary>Whether that pass was begun in this sitting.</summary>
    public bool PassBegun { get; set; }

    /// <summary>The numbers of that pass.</summary>
    public PassTally Tally { get; set; } = new();

    /// <summary>
    /// The jobs whose last attempt in that pass a stop ended: as many as its numbers say were
    /// cancelled, and each only until it is attempted again.
    /// </summary>
    public HashSet<long> Cancelled { get; } = [];

    public RunNumbers Numbers => new(Tally, Jobs.ToTally());

    /// <summary>Goes to a pass, whose numbers stand.</summary>
    public void Enter(int pass, PassLedger.Standing standing)
    {
        Pass = pass;
        Handout = null;
        Tally = standing.Tally;
        Cancelled.Clear();
        Cancelled.UnionWith(standing.Cancelled);
    }

    /// <summary>Takes over what a turn made durable.</summary>
    /// <param name="pass">By how much the numbers of the pass changed.</param>
    /// <param name="jobs">By how much those of the jobs did.</param>
    /// <param name="ended">The attempts that ended.</param>
    /// <param name="claimed">How many jobs were claimed.</param>
    public void Take(PassTally pass, JobCounts jobs, IReadOnlyList<AttemptEnd> ended, int claimed)
    {
        NextAttemptId += claimed;
        Tally = PassTallies.Sum(Tally, pass);
        Jobs.Add(jobs);
        foreach (var end in ended)
        {
            if (end.Outcome == AttemptOutcome.Cancelled)
            {
                Cancelled.Add(end.JobKey);
            }
            else if (Cancelled.Count > 0)
            {
                Cancelled.Remove(end.JobKey);
            }
        }
    }

    /// <summary>Reads the jobs' numbers anew, after the list was changed.</summary>
    public void Recount(Database database) => Jobs = JobCounts.Read(database);
}
