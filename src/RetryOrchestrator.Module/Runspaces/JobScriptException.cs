namespace RetryOrchestrator.Module.Runspaces;

/// <summary>A script that cannot be run as a job; the message says why and what would be right.</summary>
public sealed class JobScriptException : Exception
{
    /// <param name="message">What is wrong, and the remedy.</param>
    public JobScriptException(string message)
        : base(message) { }
}
