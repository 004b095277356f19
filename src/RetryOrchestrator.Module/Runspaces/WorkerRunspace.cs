using System.Management.Automation.Runspaces;

namespace RetryOrchestrator.Module.Runspaces;

/// <summary>A worker's runspace, in which one attempt's script is run after the other.</summary>
/// <param name="name">What it is called.</param>
/// <param name="sessionState">What it begins with.</param>
/// <param name="script">The script of the jobs.</param>
/// <param name="slot">Where the attempts come from.</param>
/// <param name="workingDirectory">Where every job begins.</param>
internal sealed class WorkerRunspace(
    string name,
    InitialSessionState sessionState,
    JobScript script,
    AttemptSlot slot,
    string workingDirectory
)
{
    private readonly object _closing = new();
    private Runspace? _runspace;
    private volatile bool _isOpen;

    /// <summary>Whether it has been opened.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>Opens it for the thread that calls, which runs the scripts in it.</summary>
    public void Open()
    {
        _runspace = RunspaceFactory.CreateRunspace(
            new JobHost(code => slot.Current?.Exit(code)),
            sessionState
        );
        _runspace.Name = name;
        _runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        _runspace.Open();
        _isOpen = true;
    }

    /// <summary>Runs attempts until the slot is closed.</summary>
    /// <param name="asked">Called when attempts are asked for.</param>
    public void RunAttempts(Action asked)
    {
        Runspace.DefaultRunspace = _runspace;
        var loop = new JobLoop(_runspace!, script, slot, workingDirectory, asked);
        while (!slot.IsClosed)
        {
            loop.Run();
        }
    }

    /// <summary>Closes it, from whichever thread.</summary>
    public void Close()
    {
        // Never from two threads at once, of which one would take away what the other is closing.
        lock (_closing)
        {
            _runspace?.Dispose();
        }
    }
}
