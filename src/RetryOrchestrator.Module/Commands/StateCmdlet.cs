using System.Management.Automation;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Module.Composition;
using RetryOrchestrator.Module.Pipeline;

namespace RetryOrchestrator.Module.Commands;

/// <summary>A cmdlet that works on a state.</summary>
public abstract class StateCmdlet : OrchestratorCmdlet
{
    /// <summary>The jobs file whose state is meant, or that state itself (<c>.db</c>).</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public virtual string? JobsPath { get; set; }

    /// <summary>The state's file; by default beside the jobs.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? StatePath { get; set; }

    /// <summary>The jobs file that was named, if any.</summary>
    private protected string? NamedList =>
        StatePath is null && ListPlace.IsState(JobsPath) ? null : JobsPath;

    /// <summary>The state that was named, if any: also in the place of its list.</summary>
    private protected string? NamedState =>
        StatePath ?? (ListPlace.IsState(JobsPath) ? JobsPath : null);

    private protected StatePaths Paths => PathsOf(NamedList, NamedState);

    private protected StatePaths PathsOf(string? list, string? state) =>
        StatePaths.ForJobs(
            ResolvePath(list ?? "jobs.csv", nameof(JobsPath)),
            state is null ? null : ResolvePath(state, nameof(StatePath))
        );

    private protected override string StateInUse => Paths.State;

    private protected IStateStore State => StateStores.At(Paths.State);

    private protected T Read<T>(Func<IStateReader, T> read) =>
        Guard(() =>
        {
            using var reader = State.OpenForReading();
            return read(reader);
        });

    /// <summary>Writes objects as they are read; WriteObject throws when the pipeline is stopped.</summary>
    private protected void WriteAll<T>(Func<IStateReader, IEnumerable<T>> read) =>
        Read(reader =>
        {
            foreach (var item in read(reader))
            {
                WriteObject(OperatorClock.Show(item!));
            }

            return true;
        });
}
