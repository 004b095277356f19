using System.Collections.Concurrent;

namespace RetryOrchestrator.Tests.Contract;

/// <summary>A machine whose processes live and die as a test says.</summary>
public sealed class FakeProcesses : IProcessTable
{
    private readonly ConcurrentDictionary<ProcessIdentity, bool> _alive = new();

    public ProcessIdentity Current { get; } = new(1, "self", "here");

    public static ProcessIdentity Elsewhere { get; } = new(77, "far", "elsewhere");

    /// <summary>A new live process of this machine.</summary>
    public ProcessIdentity Start(int id)
    {
        var process = new ProcessIdentity(id, $"start-{id}", Current.HostName);
        _alive[process] = true;
        return process;
    }

    public void Kill(ProcessIdentity process) => _alive[process] = false;

    public bool? IsAlive(ProcessIdentity process) =>
        process.HostName != Current.HostName
            ? null
            : process == Current || (_alive.TryGetValue(process, out var alive) && alive);

    public string? BootId => "boot-1";

    public EndedLeftovers EndLeftovers(IReadOnlyCollection<string> tokens) => EndedLeftovers.None;
}
