using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Storage.Ownership;
using RetryOrchestrator.Storage.Sqlite;

namespace RetryOrchestrator.Storage.Runs;

/// <summary>The turns of a pass: what is told becomes durable together with what is handed out for it.</summary>
internal sealed class PassTurns(Database database, OwnerLock ownerLock, JobLoader jobs)
{
    private readonly TurnWriter _writer = new(database, jobs);

    /// <summary>Gets ready to hand out what is due in the pass that was entered.</summary>
    public DueJobs LineUp(OpenRunState run)
    {
        var pass = PassOf(run);
        // As large as it can become: a list that grows leaves its halves behind in memory.
        var due = new List<DueJob>(run.Jobs.ToTally().Due);
        due.AddRange(jobs.ReadDue(pass));
        Suspects.RunLast(due, run.Terms.SuspectsRunAlone);
        run.Handout = new Handout(due, jobs.ReadOpen());
        return run.Handout.AtFirst;
    }

    /// <summary>One turn (<see cref="IRunSession.Exchange"/>).</summary>
    public Turn Exchange(OpenRunState run, TurnRequest request)
    {
        var pass = PassOf(run);
        if (run.Handout is null && (request.Room.Count > 0 || request.RoomAlone is not null))
        {
            throw new InvalidOperationException($"The jobs of pass {pass} were not lined up.");
        }

        var plan = run.Handout?.PlanFor(request) ?? new Plan(request, []);
        IReadOnlyList<Claim> claims = [];
        if (request.Tells || plan.Picked.Count > 0)
        {
            claims = Write(plan, pass, run);
        }

        run.Handout?.Done(plan, claims);
        return new Turn(run.Numbers, claims, run.Handout?.Left ?? 0, run.Handout?.LeftAlone ?? 0);
    }

    private List<Claim> Write(Plan plan, int pass, OpenRunState run)
    {
        using var transaction = database.BeginWrite();
        ownerLock.Fence(plan.Request.At);
        var (passBy, jobsBy, claims) = _writer.Write(
            plan.Request,
            plan.Picked,
            pass,
            ownerLock.OwnerId!.Value,
            run
        );
        transaction.Commit();

        run.Take(passBy, jobsBy, plan.Request.Ended, claims.Count);
        return claims;
    }

    private static int PassOf(OpenRunState run) =>
        run.Pass ?? throw new InvalidOperationException("No pass was entered.");
}
