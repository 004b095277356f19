using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Rendering.Progress;

namespace RetryOrchestrator.Engine.Rendering;

/// <summary>
/// All that the operator is shown of a run, as blocks for the caller to tag and write. Framed
/// blocks begin with a blank line, so that they stand apart from what came before.
/// </summary>
public static class OperatorText
{
    /// <summary>What an event says to the operator.</summary>
    /// <param name="runEvent">The event.</param>
    /// <param name="style">How loud banners are.</param>
    /// <param name="locator">
    /// What is added to a command to find this state, as in <see cref="RunResultText.Render"/>.
    /// </param>
    /// <returns>
    /// Null when it says nothing here: attempts are told by <see cref="AttemptLine"/> and
    /// <see cref="PassProgress"/>, and warnings belong to the warning stream.
    /// </returns>
    public static RenderedBlock? Of(RunEvent runEvent, BannerStyle style, string locator = "") =>
        runEvent switch
        {
            RunOpened opened => Block(BlockKind.Notice, RunOpenedText.Render(opened, locator)),
            PassStarted pass => Framed(
                BlockKind.Banner,
                style,
                PassBanner.Render(style, pass.Pass, pass.MaxPasses, pass.Resumed)
            ),
            PassEnded pass => Framed(
                BlockKind.Summary,
                style,
                PassSummaryBox.Render(pass.Summary, style)
            ),
            WaitStarted wait => Framed(BlockKind.Wait, style, WaitText.Started(wait, style)),
            WaitTicked tick => Block(BlockKind.Wait, WaitText.Ticked(tick)),
            WaitEnded wait => Block(BlockKind.Wait, WaitText.Ended(wait)),
            _ => null,
        };

    /// <summary>The start-up block.</summary>
    public static RenderedBlock Configuration(RunSetup setup, BannerStyle style) =>
        Framed(BlockKind.Config, style, RetryConfigurationBlock.Render(setup, style))!;

    /// <summary>The last lines of a run.</summary>
    /// <param name="end">How the run was left.</param>
    /// <param name="worked">The time its passes took together.</param>
    /// <param name="locator">
    /// What is added to a command to find this state, as in <see cref="RunResultText.Render"/>.
    /// </param>
    /// <param name="style">How loud banners are.</param>
    public static RenderedBlock Result(
        RunEnd end,
        TimeSpan worked,
        string locator,
        BannerStyle style
    ) => Framed(BlockKind.Summary, style, RunResultText.Render(end, worked, locator))!;

    private static RenderedBlock? Framed(
        BlockKind kind,
        BannerStyle style,
        IReadOnlyList<string> lines
    ) => Block(kind, style == BannerStyle.None || lines.Count == 0 ? lines : ["", .. lines]);

    private static RenderedBlock? Block(BlockKind kind, IReadOnlyList<string> lines) =>
        lines.Count == 0 ? null : new RenderedBlock(kind, lines);
}
