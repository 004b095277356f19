namespace RetryOrchestrator.Engine.Storage;

/// <summary>The processes that an attempt had left at work when it came to its end.</summary>
/// <param name="AttemptId">The attempt.</param>
/// <param name="JobId">Its job.</param>
/// <param name="Number">Which attempt of the job, from 1.</param>
/// <param name="Count">How many processes, at least 1.</param>
/// <param name="AreEnded">Whether they were ended; else they are left alone.</param>
public sealed record AttemptLeftovers(
    long AttemptId,
    string JobId,
    int Number,
    int Count,
    bool AreEnded
);
