using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Proof.Tests.Support;

namespace RetryOrchestrator.Proof.Tests.Stop;

/// <summary>Holds the state against the witness, after a stop and at the end of the run.</summary>
internal static class StopVerdict
{
    /// <summary>All is written, nothing counts that was cut off, and every job is due as before.</summary>
    public static void CheckStopped(StubbornJobs jobs, StateSnapshot state)
    {
        Verdict.CheckCounts(state);
        Assert.True(
            state.Status.State is RunState.Stopped or RunState.NotStarted,
            $"The run is {state.Status.State}."
        );
        Assert.Equal(0, state.Status.Claimed);
        Assert.Equal(state.Status.Total, state.Status.Pending + state.Status.Retrying);
        CheckAttempts(jobs.Witness.Read(), state);
    }

    /// <summary>Every job has succeeded once, and all that was ever shown was stored.</summary>
    public static void CheckCompleted(
        StubbornJobs jobs,
        StateSnapshot state,
        IReadOnlyList<string> shown
    )
    {
        Verdict.CheckCounts(state);
        Assert.Equal(RunState.Completed, state.Status.State);
        Assert.Equal(jobs.Ids, state.Jobs.Select(job => job.JobId));
        Assert.Equal(jobs.Ids.Count, state.Status.Succeeded);
        Assert.Equal(
            jobs.Ids.Count,
            state.Attempts.Count(attempt => attempt.Outcome == AttemptOutcome.Success)
        );
        CheckAttempts(jobs.Witness.Read(), state);
        Verdict.WhatWasShownWasStored(shown, state.Attempts);
    }

    private static void CheckAttempts(IReadOnlyList<WitnessLine> lines, StateSnapshot state)
    {
        var seen = lines.ToLookup(line => (line.JobId, line.Attempt), line => line.Event);
        foreach (var attempt in state.Attempts)
        {
            var events = seen[(attempt.JobId, attempt.Number)].ToList();
            Assert.True(events.Count(what => what == Witness.Start) <= 1, Tell(attempt, events));
            Assert.True(Fits(attempt.Outcome, events), Tell(attempt, events));
        }

        Assert.Subset(
            state.Attempts.Select(attempt => (attempt.JobId, attempt.Number)).ToHashSet(),
            seen.Select(attempt => attempt.Key).ToHashSet()
        );
        var counted = state
            .Attempts.Where(attempt => attempt.Outcome != AttemptOutcome.Cancelled)
            .ToLookup(attempt => attempt.JobId);
        Assert.All(state.Jobs, job => Assert.Equal(counted[job.JobId].Count(), job.Attempts));
    }

    // What was cut off may have ended in the same moment: the operator's word counts then.
    private static bool Fits(AttemptOutcome? outcome, List<string> events) =>
        outcome switch
        {
            AttemptOutcome.Success or AttemptOutcome.Failed => events.Contains(Witness.End),
            AttemptOutcome.Cancelled => true,
            _ => false,
        };

    private static string Tell(OrchestratorAttempt attempt, List<string> events) =>
        $"{attempt.JobId}/{attempt.Number} is {attempt.Outcome}; "
        + $"the witness saw: {string.Join(", ", events)}; {attempt.Message}";
}
