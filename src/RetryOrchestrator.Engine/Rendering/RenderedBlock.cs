namespace RetryOrchestrator.Engine.Rendering;

/// <summary>What a group of lines is about; the caller tags its information records by it.</summary>
public enum BlockKind
{
    /// <summary>The marker of a pass.</summary>
    Banner,

    /// <summary>The summary of a pass, or the result of a run.</summary>
    Summary,

    /// <summary>The configuration a run starts with.</summary>
    Config,

    /// <summary>The countdown between passes.</summary>
    Wait,

    /// <summary>Anything else the operator is told, such as that a run was resumed.</summary>
    Notice,
}

/// <summary>Lines that belong together, in order, without line ends.</summary>
/// <param name="Kind">What they are about.</param>
/// <param name="Lines">The lines; an empty one stands for a blank line.</param>
public sealed record RenderedBlock(BlockKind Kind, IReadOnlyList<string> Lines)
{
    /// <summary>The tags of the information records that carry these lines.</summary>
    public IReadOnlyList<string> Tags =>
        ["Orchestrator", Kind == BlockKind.Banner ? "Pass" : Kind.ToString()];

    /// <summary>The lines as one text, with <c>\n</c> between them and none at the end.</summary>
    public string Text => string.Join('\n', Lines);
}
