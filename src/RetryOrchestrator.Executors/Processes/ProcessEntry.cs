namespace RetryOrchestrator.Executors.Processes;

/// <summary>A live process as a scan of the machine saw it.</summary>
/// <param name="Id">The process id.</param>
/// <param name="ParentId">Its parent's id; 1 or a reaper's once the parent has died.</param>
/// <param name="Start">When it started, in the scan's own unit; with the id it names the process.</param>
internal readonly record struct ProcessEntry(int Id, int ParentId, long Start)
{
    /// <summary>The attempt it was started for, as its environment says, or null.</summary>
    public string? Token { get; init; }

    /// <summary>The mark it inherited (<see cref="InheritedMark"/>), or null.</summary>
    public ulong? Mark { get; init; }

    /// <summary>The mark of the thread that gave birth to it or its forebears (<see cref="Processes.BirthMark"/>).</summary>
    public int BirthMark { get; init; }

    /// <summary>Its process group: the id of the process that leads it, or led it. 0: not known.</summary>
    public int Group { get; init; }

    /// <summary>Its session, likewise.</summary>
    public int Session { get; init; }

    /// <summary>Its name and arguments divided by blanks, where a listing of all has them; else null.</summary>
    public string? Command { get; init; }
}
