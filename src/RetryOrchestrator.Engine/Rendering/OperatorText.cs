using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Rendering.Live;
using RetryOrchestrator.Engine.Rendering.Progress;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Rendering;

/// <summary>
/// All that the operator is shown of a run, as blocks for the caller to tag and write. What happens
/// at a moment says when: a framed block in a line above it, after a blank line, so that it stands
/// apart; plain lines in the first of them.
/// </summary>
/// <param name="look">How it is laid out.</param>
/// <param name="locator">
/// What is added to a command to find this state, as in <see cref="RunResultText.Render"/>.
/// </param>
public sealed class OperatorText(OperatorLook look, string locator = "")
{
    /// <summary>What an event says to the operator.</summary>
    /// <param name="runEvent">The event.</param>
    /// <returns>
    /// Null when it says nothing here: attempts are told by <see cref="AttemptLine"/> and
    /// <see cref="PassProgress"/>, and warnings belong to the warning stream.
    /// </returns>
    public RenderedBlock? Of(RunEvent runEvent) =>
        runEvent switch
        {
            RunOpened opened => Block(
                BlockKind.Notice,
                RunOpenedText.Render(opened, look, locator)
            ),
            PassStarted pass => At(pass.At, BlockKind.Banner, Banner(pass)),
            GuardActed acted => At(acted.At, BlockKind.Notice, GuardText.Render(acted, look.Width)),
            JobsFailed failed => Block(
                BlockKind.Notice,
                FailedJobsText.Render(failed, look, locator)
            ),
            StopBegan stop => Block(BlockKind.Notice, StopText.Render(stop, look)),
            LeftoversFound found => Block(
                BlockKind.Notice,
                [
                    .. TextFit.Hang(
                        "",
                        $"{look.Moment(found.At)} {LeftoversText.Line(found.Left)}",
                        look.Width
                    ),
                ]
            ),
            JobsVerified verified => Block(BlockKind.Notice, VerifiedText.Render(verified, look)),
            PassEnded pass => At(
                pass.At,
                BlockKind.Summary,
                PassSummaryBox.Render(pass.Summary, look.Frames, look.Width)
            ),
            WaitStarted wait => At(wait.At, BlockKind.Wait, WaitText.Started(wait, look.Frames)),
            WaitTicked tick => Block(BlockKind.Wait, WaitText.Ticked(tick)),
            WaitEnded wait => Block(BlockKind.Wait, WaitText.Ended(wait, look)),
            _ => null,
        };

    /// <summary>The start-up block.</summary>
    public RenderedBlock Configuration(RunSetup setup)
    {
        var lines = RetryConfigurationBlock.Render(setup, look.Frames, look.Width);
        return Block(BlockKind.Config, IsPlain ? lines : ["", .. lines])!;
    }

    /// <summary>The last lines of a run.</summary>
    /// <param name="at">When it ended, UTC.</param>
    /// <param name="end">How the run was left.</param>
    /// <param name="worked">The time its passes took together.</param>
    public RenderedBlock Result(DateTimeOffset at, RunEnd end, TimeSpan worked) =>
        At(at, BlockKind.Summary, RunResultText.Render(end, worked, locator, look.Width))!;

    private bool IsPlain => look.Style == BannerStyle.None;

    // Where letters and frames do not fit, the marker is still one.
    private IReadOnlyList<string> Banner(PassStarted pass)
    {
        var lines = PassBanner.Render(look.Frames, pass.Pass, pass.MaxPasses, pass.Resumed);
        return look.IsNarrow && !IsPlain ? [$"### {lines[0]} ###"] : lines;
    }

    private RenderedBlock? At(DateTimeOffset at, BlockKind kind, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
        {
            return null;
        }

        var moment = look.Moment(at);
        var first = $"{moment} {lines[0]}";
        return Block(
            kind,
            !IsPlain ? ["", moment, .. lines]
                : first.Length <= look.Width ? [first, .. lines.Skip(1)]
                : [moment, .. lines]
        );
    }

    private static RenderedBlock? Block(BlockKind kind, IReadOnlyList<string> lines) =>
        lines.Count == 0 ? null : new RenderedBlock(kind, lines);
}
