using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Rendering;
using RetryOrchestrator.Engine.Rendering.Live;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Module.Pipeline;

/// <summary>Shows a run's events, on the pipeline thread, in the order in which they happened.</summary>
internal sealed class RunDisplay(
    PipelineOutput output,
    ProgressDisplay progress,
    RunSetup setup,
    BannerStyle style,
    string locator,
    TimeProvider time
)
{
    /// <summary>The time that the passes shown so far were at work.</summary>
    public TimeSpan Worked { get; private set; }

    /// <summary>Shows an event; null is a moment in which nothing happened.</summary>
    public void Show(RunEvent? runEvent)
    {
        // A bar is in the way of lasting lines: it is taken away before them and drawn after them.
        if (runEvent is PassEnded or WaitEnded)
        {
            progress.Clear();
        }

        if (runEvent is RunOpened)
        {
            // Not before the list and the state have proved good: bad input gets its error alone.
            output.Block(Text.Configuration(setup));
        }

        if (runEvent is not null)
        {
            output.Block(Text.Of(runEvent));
        }

        switch (runEvent)
        {
            case AttemptsMoved moved:
                foreach (var line in AttemptLine.Of(moved))
                {
                    output.Verbose($"{Look.Moment(moved.At)} {line}");
                }

                break;
            case EventsLeftOut gap:
                ShowGap(gap);
                break;
            case WarningRaised warning:
                output.Warning($"{Look.Moment(warning.At)} {warning.Message}");
                break;
            case WaitTicked tick:
                progress.Wait(tick);
                break;
            case PassEnded pass:
                Worked += pass.Summary.Duration;
                output.Object(OperatorClock.Show(pass.Summary));
                break;
        }

        progress.Refresh();
    }

    /// <summary>Shows how the run was left.</summary>
    public void ShowResult(RunEnd end) => output.Block(Text.Result(time.GetUtcNow(), end, Worked));

    // The window may get another size meanwhile.
    private OperatorLook Look =>
        new()
        {
            Style = style,
            Columns = output.Columns,
            Zone = time.LocalTimeZone,
        };

    private OperatorText Text => new(Look, locator);

    private void ShowGap(EventsLeftOut gap)
    {
        if (gap.Lines > 0)
        {
            output.Verbose(AttemptLine.LeftOut(gap.Lines));
        }

        if (gap.Warnings > 0)
        {
            output.Warning(
                $"{Words.Count(gap.Warnings, "more warning")} not shown: they came faster than they were read."
            );
        }
    }
}
