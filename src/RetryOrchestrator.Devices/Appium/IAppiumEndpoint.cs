using RetryOrchestrator.Engine.Execution;

namespace RetryOrchestrator.Devices.Appium;

/// <summary>Where a worker's sessions are created.</summary>
public interface IAppiumEndpoint : IAsyncDisposable
{
    /// <summary>The address for a worker's next session, of a server that is up.</summary>
    /// <param name="attempt">The attempt that needs it.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="AppiumServerException">No server could be started.</exception>
    Task<AppiumAddress> GetAsync(Attempt attempt, CancellationToken stop);

    /// <summary>
    /// Says that a worker's server misbehaved: one that the run started is replaced before its next
    /// session.
    /// </summary>
    /// <param name="worker">The worker.</param>
    void Distrust(int worker);

    /// <summary>Says that a session may still be there, although its attempt has ended.</summary>
    /// <param name="worker">The worker whose it was.</param>
    /// <param name="session">The session.</param>
    void LeaveOpen(int worker, AppiumSession session);

    /// <summary>
    /// Says that the worker's system port is taken by another program; the next address has another.
    /// </summary>
    /// <param name="worker">The worker.</param>
    /// <returns>Whether this endpoint gives out system ports.</returns>
    bool ChangeSystemPort(int worker);
}

/// <summary>Where a session is created.</summary>
/// <param name="Url">The server's base address.</param>
/// <param name="SystemPort"><c>appium:systemPort</c>, or null where the server picks one.</param>
/// <param name="Log">What the server says, when this run started it.</param>
/// <param name="SharesAdb">
/// Whether the server is on this machine, so that it is to use the adb server that the run uses.
/// </param>
public sealed record AppiumAddress(Uri Url, int? SystemPort, AppiumLog? Log, bool SharesAdb);
