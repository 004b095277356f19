using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Engine.Execution;

/// <summary>What the attempts of a pass left at work, as it is found out and told.</summary>
internal sealed class PassLeftovers(PassContext context, PassClaims claims)
{
    // Each has its line as long as they are few; the summary counts them all.
    private const int MostTold = 10;

    // Found out already, while the report of the attempt's end is still on its way: what is counted
    // for an attempt that has not ended would be missing in its history.
    private readonly List<AttemptLeftovers> _early = [];
    private int _told;

    /// <summary>
    /// What was found out since this was asked last: what was ended is known with the end of its
    /// attempt, what is left alone a little later.
    /// </summary>
    /// <param name="ended">The attempts that ended.</param>
    /// <param name="passIsOver">Whether it is to be found out now for all.</param>
    public IReadOnlyList<AttemptLeftovers> Of(List<WorkerReport> ended, bool passIsOver)
    {
        var leftAlone = TakeOfEnded(passIsOver);
        var withEnded = ended.FindAll(report => report.Verdict.EndedLeftovers > 0);
        return withEnded.Count == 0
            ? leftAlone
            :
            [
                .. withEnded.Select(report => new AttemptLeftovers(
                    report.AttemptId,
                    report.JobId,
                    report.Number,
                    report.Verdict.EndedLeftovers,
                    AreEnded: true
                )),
                .. leftAlone,
            ];
    }

    private IReadOnlyList<AttemptLeftovers> TakeOfEnded(bool passIsOver)
    {
        var found = context.Parts.Executor.TakeLeftovers(passIsOver);
        if (found.Count + _early.Count == 0)
        {
            return found;
        }

        var known = _early.Concat(found).ToLookup(left => claims.IsOpen(left.AttemptId));
        _early.Clear();
        _early.AddRange(known[true]);
        return [.. known[false]];
    }

    /// <summary>Tells the operator of it, once it is stored.</summary>
    public void Tell(IReadOnlyList<AttemptLeftovers> left)
    {
        foreach (var one in left.Take(MostTold - _told))
        {
            _told++;
            context.Parts.Events.Publish(new LeftoversFound(context.Clock.Now, one));
        }
    }
}
