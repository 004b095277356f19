using RetryOrchestrator.Engine.Execution;

namespace RetryOrchestrator.Executors.Devices.Appium;

/// <summary>Where a worker's sessions are created.</summary>
public interface IAppiumEndpoint : IAsyncDisposable
{
    /// <summary>The address for a worker's next session, of a server that is up.</summary>
    /// <param name="attempt">The attempt that needs it.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="AppiumServerException">No server could be started.</exception>
    Task<AppiumAddress> GetAsync(Attempt attempt, CancellationToken stop);

    /// <summary>Says that a worker's server misbehaved: it is replaced before its next session.</summary>
    void Distrust(int worker);
}

/// <summary>Where a session is created.</summary>
/// <param name="Url">The server's base address.</param>
/// <param name="SystemPort"><c>appium:systemPort</c>, or null where the server picks one.</param>
/// <param name="Log">What the server says, when this run started it.</param>
public sealed record AppiumAddress(Uri Url, int? SystemPort, AppiumLog? Log);

/// <summary>One address for all workers: an Appium server or a Selenium Grid that others run.</summary>
/// <param name="url">Its base address, such as <c>http://127.0.0.1:4723</c>.</param>
public sealed class FixedAppiumEndpoint(Uri url) : IAppiumEndpoint
{
    /// <inheritdoc/>
    public Task<AppiumAddress> GetAsync(Attempt attempt, CancellationToken stop) =>
        Task.FromResult(new AppiumAddress(url, null, null));

    /// <inheritdoc/>
    public void Distrust(int worker) { }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
