using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Rendering;

namespace RetryOrchestrator.Module.Pipeline;

/// <summary>Shows a run's events, on the pipeline thread, in the order in which they happened.</summary>
internal sealed class RunDisplay(
    PipelineOutput output,
    ProgressDisplay progress,
    RunSetup setup,
    BannerStyle style,
    bool verbose
)
{
    /// <summary>The time that the passes shown so far were at work.</summary>
    public TimeSpan Worked { get; private set; }

    /// <summary>Shows an event; null is a moment in which nothing happened.</summary>
    public void Show(RunEvent? runEvent)
    {
        if (runEvent is null)
        {
            progress.Refresh();
            return;
        }

        if (runEvent is RunOpened)
        {
            // Not before the list and the state have proved good: bad input gets its error alone.
            output.Block(OperatorText.Configuration(setup, style));
        }

        progress.Follow(runEvent);
        output.Block(OperatorText.Of(runEvent, style));
        switch (runEvent)
        {
            case AttemptsMoved moved when verbose:
                foreach (var line in AttemptLine.Of(moved))
                {
                    output.Verbose(line);
                }

                break;
            case WarningRaised warning:
                output.Warning(warning.Message);
                break;
            case PassEnded pass:
                Worked += pass.Summary.Duration;
                output.Object(pass.Summary);
                break;
        }
    }
}
