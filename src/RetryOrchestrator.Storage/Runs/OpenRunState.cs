using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Storage.Sqlite;
using RetryOrchestrator.Storage.Values;

namespace RetryOrchestrator.Storage.Runs;

/// <summary>What the store remembers of the run it has open: a copy of what is durable.</summary>
internal sealed class OpenRunState(
    OpenedRun opened,
    RunTerms terms,
    JobCounts jobs,
    long nextAttemptId,
    PassWait wait
)
{
    public long RunId { get; } = opened.RunId;

    /// <summary>The terms it is worked on under.</summary>
    public RunTerms Terms { get; } = terms;

    /// <summary>The pass that is entered next, or was entered last.</summary>
    public int NextPass { get; private set; } = opened.NextPass;

    /// <summary>The wait for it.</summary>
    public PassWait Wait { get; private set; } = wait;

    /// <summary>
    /// Whether that pass was cut off, or attempts were, and is to be ended before anything else.
    /// </summary>
    public bool PassIsOpen { get; private set; } = opened.PassIsOpen || opened.InFlight.Count > 0;

    /// <summary>The limit the next pass is worked on under: one that was cut off is finished under any.</summary>
    public int MaxPasses => PassIsOpen ? Math.Max(Terms.MaxPasses, NextPass) : Terms.MaxPasses;

    /// <summary>Whether nothing is left to do, outside of a pass.</summary>
    public bool IsDone => !PassIsOpen && (Jobs.ToTally().Due == 0 || NextPass > Terms.MaxPasses);

    /// <summary>Whether it is closed: completed, or stopped between passes.</summary>
    public bool IsClosed { get; set; }

    /// <summary>The pass that was closed last in this sitting, or null.</summary>
    public ClosedPass? LastClosed { get; private set; }

    /// <summary>The id of the next attempt.</summary>
    public long NextAttemptId { get; private set; } = nextAttemptId;

    /// <summary>Hands out the jobs of the pass; null until its jobs were lined up.</summary>
    public Handout? Handout { get; set; }

    /// <summary>Where the listed jobs stand.</summary>
    public JobCounts Jobs { get; private set; } = jobs;

    /// <summary>The pass that turns belong to.</summary>
    public int? Pass { get; set; }

    /// <summary>Whether that pass was entered in this sitting.</summary>
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

    /// <summary>Takes over that a pass was closed.</summary>
    /// <param name="summary">The pass.</param>
    /// <param name="at">Now, UTC.</param>
    /// <param name="wait">The wait for the next, should the run go on.</param>
    public void Close(RetryPassSummary summary, DateTimeOffset at, PassWait wait)
    {
        Pass = null;
        PassBegun = false;
        PassIsOpen = false;
        Handout = null;
        Wait = wait;
        if (summary.Result.GoesOn())
        {
            NextPass = summary.Pass + 1;
            var left = wait.Left(at);
            LastClosed = new ClosedPass(summary, new PassTurn.Wait(NextPass, left));
        }
        else
        {
            LastClosed = new ClosedPass(summary, new PassTurn.Over());
        }
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
