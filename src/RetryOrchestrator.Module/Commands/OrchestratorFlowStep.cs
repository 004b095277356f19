using RetryOrchestrator.Devices.Flows;
using RetryOrchestrator.Devices.Flows.Running;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Module.Commands;

/// <summary>A step of a flow that was tried, or checked.</summary>
/// <remarks>A value type, so that Get-Member shows what it is made of and no compiler's workings.</remarks>
public readonly record struct OrchestratorFlowStep
{
    /// <summary>Its place in the flow, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>What kind of step it is: <c>tap</c>, <c>waitFor</c>.</summary>
    public required string Step { get; init; }

    /// <summary>The step in words.</summary>
    public required string Description { get; init; }

    /// <summary><c>Checked</c>, <c>Passed</c>, <c>Skipped</c> (optional, and not there) or <c>Failed</c>.</summary>
    public required string Status { get; init; }

    /// <summary>How long it took, in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>The same in whole milliseconds, which every culture writes alike.</summary>
    public long Milliseconds => (long)Math.Round(Seconds * 1000);

    /// <summary>The category its failure states, or null.</summary>
    public FailureCategory? Category { get; init; }

    /// <summary>The type of its failure, or null.</summary>
    public string? Type { get; init; }

    /// <summary>Why it failed or was skipped, or null.</summary>
    public string? Message { get; init; }

    /// <summary>Its line in the file.</summary>
    public required int Line { get; init; }

    internal static OrchestratorFlowStep Checked(FlowStep step) =>
        new()
        {
            Number = step.Number,
            Step = step.Action.Keyword,
            Description = TerminalText.Clean(step.Description),
            Status = "Checked",
            Line = step.At.Line,
        };

    internal static OrchestratorFlowStep Of(FlowStepResult result) =>
        Checked(result.Step) with
        {
            Status = result.Status.ToString(),
            Seconds = Math.Round(result.Duration.TotalSeconds, 3),
            Category = result.Failure?.DeclaredCategory,
            Type = result.Failure?.DeclaredType is { } type ? TerminalText.Clean(type) : null,
            Message = TerminalText.Clean(result.Failure?.Message) is { Length: > 0 } text
                ? text
                : null,
        };
}
