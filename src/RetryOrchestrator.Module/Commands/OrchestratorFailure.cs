using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Module.Commands;

/// <summary>How a failure is sorted.</summary>
/// <remarks>A value type, so that Get-Member shows what it is made of and no compiler's workings.</remarks>
public readonly record struct OrchestratorFailure
{
    /// <summary>Whether and how its job is retried.</summary>
    public FailureCategory Category { get; init; }

    /// <summary>A finer snake_case word, or empty.</summary>
    public string Type { get; init; }

    /// <summary>What happened, with what a terminal would obey as pictures.</summary>
    public string Message { get; init; }

    /// <summary>The rule that decided; null when none knew it.</summary>
    public string? Rule { get; init; }

    /// <summary>The program's exit code, when there was a program.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The signal that ended the program, where it is known that one did.</summary>
    public int? Signal { get; init; }

    internal static OrchestratorFailure Of(Failure failure) =>
        new()
        {
            Category = failure.Category,
            Type = TerminalText.Clean(failure.Type),
            Message = TerminalText.Clean(failure.Message),
            Rule = failure.Rule is { } rule ? TerminalText.Clean(rule) : null,
            ExitCode = failure.ExitCode,
            Signal = failure.Signal,
        };
}
