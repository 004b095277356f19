using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Executors.Processes;

namespace RetryOrchestrator.Devices.Flows;

/// <summary>
/// A text of a flow with <c>{column}</c> placeholders; they work as those of
/// <see cref="ArgumentTemplate"/> do.
/// </summary>
public sealed class FlowText
{
    private readonly ArgumentTemplate _template;

    /// <param name="source">The text as the flow has it.</param>
    /// <param name="at">Where it stands.</param>
    public FlowText(string source, FlowPlace at)
    {
        Source = source;
        At = at;
        _template = ArgumentTemplate.Parse([source]);
    }

    /// <summary>The text as the flow has it.</summary>
    public string Source { get; }

    /// <summary>Where it stands in the file.</summary>
    public FlowPlace At { get; }

    /// <summary>The columns it names.</summary>
    public IEnumerable<string> Columns => _template.Columns;

    /// <summary>The text for a job; a column that the job does not have is empty.</summary>
    public string Fill(JobColumns columns) => _template.Fill(columns).Single();

    /// <inheritdoc/>
    public override string ToString() => Source;
}
