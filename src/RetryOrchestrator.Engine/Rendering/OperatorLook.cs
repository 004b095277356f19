using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Rendering;

/// <summary>How what the operator is shown is laid out.</summary>
public sealed record OperatorLook
{
    private const int Narrowest = 40;

    /// <summary>How loud banners are.</summary>
    public required BannerStyle Style { get; init; }

    /// <summary>
    /// The columns of the terminal. Frames take 80, whatever a log or a wider terminal has; below
    /// that there are plain lines instead.
    /// </summary>
    public int Columns { get; init; } = Frame.Width;

    /// <summary>The zone of the times that are shown.</summary>
    public required TimeZoneInfo Zone { get; init; }

    /// <summary>Whether frames do not fit.</summary>
    public bool IsNarrow => Columns < Frame.Width;

    /// <summary>The style of what is framed where there is room for it.</summary>
    internal BannerStyle Frames => IsNarrow ? BannerStyle.None : Style;

    /// <summary>What lines are wrapped to, from 40; a narrower terminal wraps them itself.</summary>
    internal int Width => Math.Clamp(Columns, Narrowest, Frame.Width);

    /// <summary>A moment on the operator's clock: <c>2026-03-01 13:00:00 +01:00</c>.</summary>
    public string Moment(DateTimeOffset moment) => Words.Moment(moment, Zone);
}
