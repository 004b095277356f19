namespace RetryOrchestrator.Engine.Rendering;

/// <summary>The widths every block keeps to.</summary>
internal static class Frame
{
    /// <summary>Columns of a framed line, and the most that free lines are wrapped to.</summary>
    public const int Width = 80;

    /// <summary>Columns between the sides of a frame.</summary>
    public const int Inner = Width - 2;

    /// <summary>The rule around the configuration and the wait, as the request drew it.</summary>
    public static readonly string Rule = new('=', 60);
}
