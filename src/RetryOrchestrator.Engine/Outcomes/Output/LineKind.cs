namespace RetryOrchestrator.Engine.Outcomes.Output;

/// <summary>What a line of output is to someone who looks for the reason of a failure.</summary>
internal enum LineKind
{
    /// <summary>It may be the reason.</summary>
    Said,

    /// <summary>A warning: the reason only where nothing else is.</summary>
    Warning,

    /// <summary>News of what goes on, and advice: hardly ever the reason.</summary>
    Note,

    /// <summary>
    /// What runtimes and tools put around a reason: stack frames, lines of source, that a command
    /// failed.
    /// </summary>
    Frame,
}

/// <summary>A line, or several that were one before they were wrapped.</summary>
/// <param name="Text">What it says, trimmed.</param>
/// <param name="Kind">What it is.</param>
internal readonly record struct OutputLine(string Text, LineKind Kind);
