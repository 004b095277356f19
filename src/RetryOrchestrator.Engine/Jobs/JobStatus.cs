namespace RetryOrchestrator.Engine.Jobs;

/// <summary>
/// Where a job stands. The words in lower case are the ones the state and the progress CSV use
/// (<see cref="JobStatusWords"/>).
/// </summary>
/// <remarks>Its values are of 64 bits because ConvertTo-Json writes the words of such an enumeration, and numbers otherwise.</remarks>
public enum JobStatus : long
{
    /// <summary>Not attempted yet in this run, or due again after a reset.</summary>
    Pending,

    /// <summary>A worker has it: durable before its attempt starts.</summary>
    Claimed,

    /// <summary>Done, never run again unless reset by force.</summary>
    Success,

    /// <summary>Failed, and due again: in the next pass, or in the next run when that was the last.</summary>
    Retrying,

    /// <summary>Failed, and not tried again in this run.</summary>
    Failed,

    /// <summary>Not attempted, with a reason.</summary>
    Skipped,

    /// <summary>
    /// It may have been done, and nobody knows: its attempt ended after its point of no return
    /// without an outcome. Not tried again by itself.
    /// </summary>
    Uncertain,
}
