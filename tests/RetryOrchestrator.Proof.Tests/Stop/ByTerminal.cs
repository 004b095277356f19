using RetryOrchestrator.Proof.Tests.Support;

namespace RetryOrchestrator.Proof.Tests.Stop;

/// <summary>
/// What a person, or a lost connection, does to a terminal: the signal comes from the kernel, to all
/// that is in the foreground.
/// </summary>
/// <param name="act">What is done.</param>
internal abstract class ByTerminal(Action<TerminalHost> act) : StopWay
{
    /// <summary>Why a terminal cannot be closed on a program of tests that outlive terminals themselves.</summary>
    public const string NotUnderNohup =
        "NOT TESTED: the tests were started under nohup, which tells all that they start to outlive its terminal. Start them without it.";

    /// <inheritdoc/>
    public override ILiveHost Start(string folder, string[] words) =>
        new TerminalHost(Program(words), folder);

    /// <inheritdoc/>
    public override Task<bool> Ask(ILiveHost host, StubbornJobs jobs)
    {
        Act(host);
        return Task.FromResult(true);
    }

    /// <summary>Does it.</summary>
    public void Act(ILiveHost host) => act((TerminalHost)host);

    /// <summary>What runs in the terminal.</summary>
    protected abstract TerminalProgram Program(string[] words);
}

/// <summary>The console host in a terminal.</summary>
internal sealed class HostInTerminal(Action<TerminalHost> act) : ByTerminal(act)
{
    /// <inheritdoc/>
    protected override TerminalProgram Program(string[] words) => TerminalProgram.Host(words);
}

/// <summary>The module in the real shell, in a terminal.</summary>
internal sealed class ShellInTerminal(Action<TerminalHost> act) : ByTerminal(act)
{
    /// <inheritdoc/>
    /// <remarks>Before its cmdlet is at work, a shell ends at once as any program does.</remarks>
    public override bool CanBeAsked(ILiveHost host) => host.Says("RETRY CONFIGURATION") > 0;

    /// <inheritdoc/>
    /// <remarks>A shell that is stopped tells no more than that it was not done.</remarks>
    public override bool IsStopped(int exitCode) => exitCode != 0;

    /// <inheritdoc/>
    protected override TerminalProgram Program(string[] words) =>
        ShellTerminal.Program(
            "-Command",
            $"Import-Module '{RepositoryRoot.Manifest}'; {string.Join(' ', words.Select(Quoted))}"
        );

    // A list is typed as a list; names of parameters and commands are typed bare.
    private static string Quoted(string word) =>
        word.StartsWith('-') || word.StartsWith("Start-", StringComparison.Ordinal)
            ? word
            : string.Join(',', word.Split(',').Select(part => $"'{part}'"));
}
