using System.Management.Automation;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Module.Pipeline;

/// <summary>
/// A line for the operator: pwsh shows <see cref="HostInformationMessage.Message"/>, which is broken
/// between words to its terminal; a redirection and <c>-InformationVariable</c> have the line whole,
/// to be searched for. A command in a line of its own stays whole everywhere: it is there to be
/// copied.
/// </summary>
internal sealed class OperatorLine : HostInformationMessage
{
    private readonly string _line;

    /// <param name="line">The line.</param>
    /// <param name="columns">What it is broken to, from 2; null for not at all.</param>
    public OperatorLine(string line, int? columns)
    {
        _line = line;
        Message =
            columns is { } width && DisplayWidth.Of(line) > width && !IsCommand(line)
                ? string.Join('\n', TextFit.Wrap(line, Math.Max(2, width)))
                : line;
    }

    // As the engine lays it out.
    private static bool IsCommand(string line) =>
        line.StartsWith("    Get-Orchestrator", StringComparison.Ordinal);

    /// <summary>The line whole.</summary>
    public override string ToString() => _line;
}
