using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Engine.Tests.Support;

/// <summary>
/// A machine on which every command is a new process, and only the current one lives.
/// </summary>
internal sealed class FakeProcesses : IProcessTable
{
    public ProcessIdentity Current { get; private set; } = new(1, "start-1", "here");

    /// <summary>Tokens of the attempts whose leftovers were asked to be ended.</summary>
    public List<string> Swept { get; } = [];

    /// <summary>What is spared whenever leftovers are ended.</summary>
    public List<string> Spared { get; } = [];

    /// <summary>The current process dies; a new one takes its place.</summary>
    public void Restart() =>
        Current = new ProcessIdentity(Current.Id + 1, $"start-{Current.Id + 1}", "here");

    public string? BootId { get; set; } = "boot-1";

    /// <summary>Processes that live although they are not the current one.</summary>
    public HashSet<ProcessIdentity> Alive { get; } = [];

    public bool? IsAlive(ProcessIdentity process) => process == Current || Alive.Contains(process);

    public EndedLeftovers EndLeftovers(IReadOnlyCollection<string> tokens)
    {
        Swept.AddRange(tokens);
        return new EndedLeftovers(tokens.Count, Spared);
    }
}
