namespace RetryOrchestrator.Storage.Runs;

/// <summary>A job that is due, as little of it as scheduling needs: a list may have millions.</summary>
/// <param name="Key">The store's key of the job.</param>
/// <param name="Account">The account, or null; equal accounts are one instance, of a great many.</param>
/// <param name="RunsAlone">Whether it is a suspect: it runs last, with nothing else at work.</param>
internal readonly record struct DueJob(long Key, string? Account, bool RunsAlone = false);

/// <summary>An attempt that is at work when the jobs of a pass are lined up.</summary>
/// <param name="AttemptId">The attempt.</param>
/// <param name="Account">The account of its job, or null.</param>
internal readonly record struct OpenAttempt(long AttemptId, string? Account);
