using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Engine.Execution;

/// <summary>
/// What the guard against poison made of the death of a process, for the operator: who is guilty, by
/// name, and who is suspected, as far as a line holds them. Pure.
/// </summary>
internal static class DeathReport
{
    private const int MostNamed = 10;

    /// <summary>One act per guilty job, and one for all suspects.</summary>
    /// <param name="ended">The jobs under which it died, with what that made of them.</param>
    /// <param name="pass">The pass.</param>
    /// <param name="at">When it was found, UTC.</param>
    public static List<OrchestratorGuardAct> Of(
        IReadOnlyList<(StoredJob Job, AttemptEnd End)> ended,
        int pass,
        DateTimeOffset at
    )
    {
        var acts = ended
            .Where(one => one.End is { Status: JobStatus.Failed, Failure.Type: Failure.GuiltyType })
            .Select(one => new OrchestratorGuardAct(
                at,
                pass,
                $"job {one.Job.Job.Id}",
                "given up",
                $"{one.End.Failure!.Message} It is not tried again until it is reset."
            ))
            .ToList();
        var suspects = ended
            .Where(one => one.End.GivenBack is not null)
            .Select(one => one.Job.Job.Id)
            .ToList();
        if (suspects.Count > 0)
        {
            acts.Add(Suspected(suspects, pass, at));
        }

        return acts;
    }

    private static OrchestratorGuardAct Suspected(
        List<string> suspects,
        int pass,
        DateTimeOffset at
    )
    {
        var names = string.Join(", ", suspects.Take(MostNamed));
        var more = suspects.Count > MostNamed ? $" and {suspects.Count - MostNamed} more" : "";
        return new OrchestratorGuardAct(
            at,
            pass,
            suspects.Count == 1 ? "1 job" : $"{suspects.Count} jobs",
            "suspected",
            $"the orchestrator died while {names}{more} ran. That costs them nothing; they run last, one at a time, with nothing else at work."
        );
    }
}
