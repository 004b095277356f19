namespace RetryOrchestrator.Engine.Outcomes;

/// <summary>Why an attempt failed, as far as retrying is concerned.</summary>
/// <remarks>Its values are of 64 bits because ConvertTo-Json writes the words of such an enumeration, and numbers otherwise.</remarks>
public enum FailureCategory : long
{
    /// <summary>The account is the reason (suspended, banned, logged out). Never retried.</summary>
    Account,

    /// <summary>The job's own data is wrong, such as a missing file. Never retried.</summary>
    Input,

    /// <summary>Device, ADB, Appium, network, time limit. Retried within its limit.</summary>
    Infrastructure,

    /// <summary>No rule knows it. Retried unless told not to.</summary>
    Unknown,
}
