namespace RetryOrchestrator.Tests.Shared;

/// <summary>The real shell as it is started in a terminal.</summary>
internal static class ShellTerminal
{
    /// <summary>An interactive shell, or one with words such as <c>-Command</c> and a script.</summary>
    public static TerminalProgram Program(params string[] words) =>
        new(RealShell.Program, [.. RealShell.Words, .. words])
        {
            Environment = RealShell.Environment,
        };
}
