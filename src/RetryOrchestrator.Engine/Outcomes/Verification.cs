namespace RetryOrchestrator.Engine.Outcomes;

/// <summary>
/// What was answered to the question whether an attempt that passed its point of no return has done
/// what it was about to do.
/// </summary>
/// <remarks>Its values are of 64 bits because ConvertTo-Json writes the words of such an enumeration, and numbers otherwise.</remarks>
public enum Verification : long
{
    /// <summary>It has happened: the job is done.</summary>
    Happened,

    /// <summary>It has not happened: the job may be tried again.</summary>
    DidNotHappen,

    /// <summary>Nobody could tell: the job stays uncertain.</summary>
    NoAnswer,
}
