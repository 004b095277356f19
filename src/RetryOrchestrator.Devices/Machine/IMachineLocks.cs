namespace RetryOrchestrator.Devices.Machine;

/// <summary>
/// Names that one holder on this machine has at a time, whichever user's process it is in. The
/// operating system gives a name back the moment its process is gone, however it went.
/// </summary>
public interface IMachineLocks
{
    /// <summary>Takes a name, or returns null when somebody has it, in this process or another.</summary>
    /// <param name="name">Any text that is not blank.</param>
    /// <returns>Gives the name back when it is disposed of.</returns>
    /// <exception cref="IOException">The machine keeps no locks just now.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may take none.</exception>
    IDisposable? TryTake(string name);
}

/// <summary>The locks of the machine this runs on.</summary>
internal static class MachineLocks
{
    /// <summary>
    /// Sockets where the kernel has names for them that need no file (Linux); else files in a folder
    /// that all users share.
    /// </summary>
    public static IMachineLocks OfThisMachine { get; } =
        OperatingSystem.IsLinux() ? new SocketLocks() : new FileLocks(FileLocks.SharedFolder);
}
