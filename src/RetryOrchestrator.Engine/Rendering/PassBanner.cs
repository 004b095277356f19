using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Rendering;

/// <summary>The marker that a pass begins. Every line of a frame is exactly 80 columns.</summary>
internal static class PassBanner
{
    private static readonly string[] Letters =
    [
        "██████╗  █████╗ ███████╗███████╗",
        "██╔══██╗██╔══██╗██╔════╝██╔════╝",
        "██████╔╝███████║███████╗███████╗",
        "██╔═══╝ ██╔══██║╚════██║╚════██║",
        "██║     ██║  ██║███████║███████║",
        "╚═╝     ╚═╝  ╚═╝╚══════╝╚══════╝",
    ];

    private const int NumberRow = 0;
    private const int TitleRow = 2;

    /// <summary>The marker's lines.</summary>
    /// <param name="style">How loud it is.</param>
    /// <param name="pass">The pass, from 1; up to ten digits fit.</param>
    /// <param name="maxPasses">The limit.</param>
    /// <param name="resumed">Whether the pass was cut off before and is taken up again.</param>
    public static IReadOnlyList<string> Render(
        BannerStyle style,
        int pass,
        int maxPasses,
        bool resumed
    )
    {
        var title =
            $"PASS {Words.Number(pass)} OF {Words.Number(maxPasses)}"
            + (resumed ? " (RESUMED)" : "");
        return style switch
        {
            BannerStyle.Block => Framed(Block(Words.Number(pass), title)),
            BannerStyle.Box => Framed([TextFit.Center(title, Frame.Inner)]),
            _ => [title],
        };
    }

    // The letters begin in column 5, as the request drew them: the frame and three spaces.
    private static IEnumerable<string> Block(string number, string title) =>
        Letters.Select(
            (letters, row) =>
                $"   {letters}    "
                + row switch
                {
                    NumberRow => number,
                    TitleRow => title,
                    _ => "",
                }
        );

    private static List<string> Framed(IEnumerable<string> content)
    {
        var rule = new string('#', Frame.Width);
        var blank = Side("");
        return [rule, blank, .. content.Select(Side), blank, rule];
    }

    private static string Side(string content) => $"#{TextFit.PadRight(content, Frame.Inner)}#";
}
