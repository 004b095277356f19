namespace RetryOrchestrator.Engine.Outcomes;

/// <summary>How an attempt ended, as the history keeps it.</summary>
/// <remarks>Its values are of 64 bits because ConvertTo-Json writes the words of such an enumeration, and numbers otherwise.</remarks>
public enum AttemptOutcome : long
{
    /// <summary>The job is done.</summary>
    Success,

    /// <summary>It failed, with category, type and message.</summary>
    Failed,

    /// <summary>The operator stopped the run. Kept in the history and not counted.</summary>
    Cancelled,

    /// <summary>The process died under it. It costs the job nothing and makes it a suspect.</summary>
    Interrupted,

    /// <summary>
    /// The executor found no means to start it, such as no usable device. Kept in the history and
    /// not counted; the job is due again in the next pass.
    /// </summary>
    Deferred,

    /// <summary>
    /// It had said that it was about to do what must not be done twice, and ended without an outcome
    /// of its own: whether it was done is not known, unless it was asked for since.
    /// </summary>
    Uncertain,
}
