namespace RetryOrchestrator.Engine.Outcomes;

/// <summary>Why an attempt failed, as far as retrying is concerned.</summary>
public enum FailureCategory
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
