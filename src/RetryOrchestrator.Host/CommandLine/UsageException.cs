namespace RetryOrchestrator.Host.CommandLine;

/// <summary>What was typed cannot be run; the message names the word and the remedy.</summary>
internal sealed class UsageException(string message) : Exception(message);
