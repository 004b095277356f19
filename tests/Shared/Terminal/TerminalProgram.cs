namespace RetryOrchestrator.Tests.Shared;

/// <summary>What is started in a terminal.</summary>
/// <param name="Name">A path, or a name on PATH.</param>
/// <param name="Arguments">Its arguments, as they are.</param>
internal sealed record TerminalProgram(string Name, params IReadOnlyList<string> Arguments)
{
    /// <summary>Its current folder.</summary>
    public string WorkingFolder { get; init; } = Path.GetTempPath();

    /// <summary>Variables beside those of the test.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } =
        new Dictionary<string, string>();

    /// <summary>The console host that was built with these tests.</summary>
    public static TerminalProgram Host(params string[] words) =>
        new(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "RetryOrchestrator.Host.dll"), .. words]
        );
}

/// <summary>The kind of a terminal.</summary>
internal sealed record TerminalKind
{
    /// <summary>Its width.</summary>
    public int Columns { get; init; } = 80;

    /// <summary>Its height.</summary>
    public int Rows { get; init; } = 24;

    /// <summary>What it says it is, in <c>TERM</c>.</summary>
    public string Name { get; init; } = "xterm-256color";

    /// <summary>Whether it says where its cursor is when it is asked, as nearly all do.</summary>
    public bool AnswersCursorQueries { get; init; } = true;
}
