namespace RetryOrchestrator.Engine.Rendering;

/// <summary>How loudly a pass announces itself.</summary>
public enum BannerStyle
{
    /// <summary>PASS in block letters, framed. The default.</summary>
    Block,

    /// <summary>A frame of number signs around one line.</summary>
    Box,

    /// <summary>
    /// Plain lines without any frame, for logs and mail; summaries and waits lose theirs too.
    /// </summary>
    None,
}
