using System.Management.Automation;
using RetryOrchestrator.Engine.Rendering.Text;

namespace RetryOrchestrator.Module.Pipeline;

/// <summary>
/// A line for the operator: pwsh shows <see cref="HostInformationMessage.Message"/>, which is broken
/// between words to its terminal; a redirection and <c>-InformationVariable</c> have the line whole,
/// to be searched for.
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
            columns is { } width && DisplayWidth.Of(line) > width
                ? string.Join('\n', TextFit.Wrap(line, Math.Max(2, width)))
                : line;
    }

    /// <summary>The line whole.</summary>
    public override string ToString() => _line;
}
