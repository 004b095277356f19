namespace RetryOrchestrator.Engine.Outcomes;

/// <summary>
/// The end of what a program wrote, line by line, oldest first, blank lines left out, as a person
/// would have seen it.
/// </summary>
/// <param name="Error">The last lines of standard error, at most <see cref="MaxLines"/>.</param>
/// <param name="Output">The last lines of standard output, likewise.</param>
public sealed record ProgramOutput(IReadOnlyList<string> Error, IReadOnlyList<string> Output)
{
    /// <summary>How many lines of a stream the rules look at.</summary>
    public const int MaxLines = 20;

    /// <summary>How much of a line the rules look at, in characters.</summary>
    public const int MaxLineLength = 2_000;

    /// <summary>A program that wrote nothing.</summary>
    public static ProgramOutput None { get; } = new([], []);

    /// <summary>Whether it wrote nothing.</summary>
    public bool IsEmpty => Error.Count + Output.Count == 0;
}
