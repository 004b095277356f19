using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Proof.Tests.Support;

/// <summary>Holds the history against the limits, run by run: a job never gets more, nor less.</summary>
internal static class LimitVerdict
{
    public static void AttemptsAndLimitsAddUp(StateSnapshot state, Limits limits)
    {
        Assert.All(state.Attempts, attempt => Assert.NotNull(attempt.EndedAt));
        var histories = state.Attempts.ToLookup(attempt => attempt.JobId);
        foreach (var job in state.Jobs)
        {
            var history = histories[job.JobId].ToList();
            Assert.Equal(Enumerable.Range(1, history.Count), history.Select(a => a.Number));
            Assert.Equal(history.Count(a => a.GivenBack is null), job.Attempts);
            foreach (var run in history.GroupBy(attempt => attempt.RunId))
            {
                CheckRun(job, [.. run], state, limits);
            }
        }

        CheckPasses(state, limits);
    }

    private static void CheckRun(
        OrchestratorJob job,
        List<OrchestratorAttempt> attempts,
        StateSnapshot state,
        Limits limits
    )
    {
        // What costs its job nothing is made up for in the same pass.
        attempts = attempts.FindAll(attempt => attempt.GivenBack is null);
        if (attempts.Count == 0)
        {
            Assert.Equal(JobStatus.Skipped, job.Status);
            return;
        }

        var passes = attempts.ConvertAll(attempt => attempt.Pass);
        Assert.Equal(passes.Distinct().Order(), passes);
        for (var made = 1; made < attempts.Count; made++)
        {
            Assert.True(limits.AllowAnother(attempts[..made]), $"One too many: {Tell(attempts)}");
        }

        // One that could have had another attempt was skipped, or its run had no pass left.
        var lastPass = state.Passes.Last(pass => pass.RunId == attempts[^1].RunId);
        Assert.True(
            !limits.AllowAnother(attempts)
                || lastPass.Pass == limits.MaxPasses
                || job.Status == JobStatus.Skipped,
            $"One too few: {Tell(attempts)}"
        );
    }

    private static void CheckPasses(StateSnapshot state, Limits limits)
    {
        var attempts = state.Attempts.ToLookup(attempt => (attempt.RunId, attempt.Pass));
        foreach (var pass in state.Passes)
        {
            var all = attempts[(pass.RunId, pass.Pass)].ToList();
            var own = all.FindAll(attempt => attempt.GivenBack is null);
            Assert.Equal(all.Count - own.Count, pass.GivenBack);
            Assert.InRange(pass.Pass, 1, limits.MaxPasses);
            Assert.Equal(own.Count, pass.Processed);
            Assert.Equal(own.Count(a => a.Outcome == AttemptOutcome.Success), pass.Succeeded);
            Assert.Equal(own.Count(Is(FailureCategory.Infrastructure)), pass.FailedInfrastructure);
            Assert.Equal(own.Count(Is(FailureCategory.Unknown)), pass.FailedUnknown);
            Assert.Equal(own.Count(Is(FailureCategory.Account)), pass.FailedAccount);
            Assert.Equal(own.Count(Is(FailureCategory.Input)), pass.FailedInput);
        }

        Assert.Equal(
            state.Attempts.Count,
            state.Passes.Sum(pass => pass.Processed + pass.GivenBack)
        );
    }

    private static Func<OrchestratorAttempt, bool> Is(FailureCategory category) =>
        attempt => attempt.Category == category;

    private static string Tell(List<OrchestratorAttempt> attempts) =>
        string.Join(
            ", ",
            attempts.Select(a =>
                $"{a.JobId}/{a.Number} in pass {a.Pass} of run {a.RunId}: {a.Outcome} {a.Category}"
            )
        );
}
