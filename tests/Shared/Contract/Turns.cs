namespace RetryOrchestrator.Tests.Contract;

/// <summary>A claim as a test expects the store to hand it out.</summary>
/// <param name="AttemptId">The attempt.</param>
/// <param name="JobKey">The job.</param>
/// <param name="Number">Which attempt of the job it is, from 1.</param>
/// <param name="Worker">The worker, from 1.</param>
/// <param name="At">When it is claimed.</param>
public sealed record AttemptStart(
    long AttemptId,
    long JobKey,
    int Number,
    int Worker,
    DateTimeOffset At
);

/// <summary>What tests let a store do that is in a pass.</summary>
public static class Turns
{
    /// <summary>
    /// Lets the store read anew what is due, and hand out these claims one by one: it must hand out
    /// just them.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="like">What else its turns are like.</param>
    /// <param name="starts">The claims, in the order in which their jobs are due.</param>
    /// <returns>The last turn, with the claims of all.</returns>
    public static Turn Claim(
        IRunSession store,
        TurnRequest like,
        params IReadOnlyList<AttemptStart> starts
    )
    {
        store.LineUp();
        var claims = new List<Claim>();
        Turn? last = null;
        foreach (var start in starts)
        {
            last = store.Exchange(like with { Room = [start.Worker], At = start.At });
            var claim = Assert.Single(last.Claims);
            Assert.Equal(start, StartOf(claim));
            Assert.False(claim.RunsAlone);
            claims.Add(claim);
        }

        return last! with
        {
            Claims = claims,
        };
    }

    /// <summary>What a claim that was handed out is to be compared by.</summary>
    public static AttemptStart StartOf(Claim claim) =>
        new(
            claim.AttemptId,
            claim.Job.Key,
            claim.Job.Counters.AllAttempts + 1,
            claim.Worker,
            claim.At
        );

    /// <summary>Room for so many jobs, all of worker 1.</summary>
    public static IReadOnlyList<int> RoomFor(int jobs) => [.. Enumerable.Repeat(1, jobs)];

    /// <summary>Enters the pass that is next: this one, and at once.</summary>
    public static OpenedPass EnterPass(
        this IRunSession session,
        int pass,
        DateTimeOffset? at = null
    )
    {
        var opened = Assert.IsType<PassTurn.Work>(session.Enter(at ?? Make.Start)).Pass;
        Assert.Equal(pass, opened.Number);
        return opened;
    }

    /// <summary>Closes a pass with a summary, whatever its numbers.</summary>
    public static ClosedPass ClosePass(this IRunSession session, RetryPassSummary summary) =>
        session.TryClose(summary.Pass, _ => summary);
}
