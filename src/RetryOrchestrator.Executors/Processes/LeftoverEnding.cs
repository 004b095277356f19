namespace RetryOrchestrator.Executors.Processes;

/// <summary>After which attempts the processes that they leave at work are ended.</summary>
public enum LeftoverEnding
{
    /// <summary>After those that did not succeed. What is left after a success is left alone and counted.</summary>
    Failed,

    /// <summary>After every attempt.</summary>
    Always,
}
