using System.Collections.Concurrent;
using RetryOrchestrator.Engine.Execution;

namespace RetryOrchestrator.Devices.Appium;

/// <summary>
/// The servers that a run starts: one a worker, started when it is first needed, looked at before
/// each attempt, replaced when it died or froze, and gone when this is disposed.
/// </summary>
internal sealed class AppiumServers : IAppiumEndpoint
{
    private const int MostTries = 3;

    private readonly AppiumServerSettings _settings;
    private readonly Func<string, ValueTask> _warn;
    private readonly ConcurrentDictionary<int, Slot> _slots = new();

    /// <param name="settings">How the servers are set up.</param>
    /// <param name="warn">Told when a server had to be replaced.</param>
    public AppiumServers(AppiumServerSettings settings, Func<string, ValueTask>? warn = null)
    {
        _settings = settings;
        _warn = warn ?? (_ => ValueTask.CompletedTask);
    }

    /// <summary>Process ids of the servers that are up, by worker.</summary>
    public IReadOnlyDictionary<int, int> ProcessIds =>
        _slots
            .Where(slot => slot.Value.Server is { HasExited: false })
            .ToDictionary(slot => slot.Key, slot => slot.Value.Server!.ProcessId);

    /// <inheritdoc/>
    public async Task<AppiumAddress> GetAsync(Attempt attempt, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        var slot = _slots.GetOrAdd(attempt.Worker, _ => new Slot());
        if (slot.Server is { } known)
        {
            if (await WhatIsWrongAsync(slot, known, stop).ConfigureAwait(false) is not { } problem)
            {
                return slot.Address;
            }

            await slot.EndServerAsync(atOnce: true, _settings.OnPortLeft).ConfigureAwait(false);
            await _warn($"The Appium server of worker {attempt.Worker} {problem}; it is replaced.")
                .ConfigureAwait(false);
        }

        slot.Distrusted = false;
        slot.Server = await StartAsync(slot, TokenFor(attempt), stop).ConfigureAwait(false);
        return slot.Address;
    }

    /// <inheritdoc/>
    public void Distrust(int worker)
    {
        if (_slots.TryGetValue(worker, out var slot))
        {
            slot.Distrusted = true;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Its server goes, and the session with it.</remarks>
    public void LeaveOpen(int worker, AppiumSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        session.Forget();
        Distrust(worker);
    }

    /// <inheritdoc/>
    /// <exception cref="AppiumServerException">No other is free.</exception>
    public bool ChangeSystemPort(int worker)
    {
        if (_slots.TryGetValue(worker, out var slot))
        {
            // Held until there is another, which is then not the same again.
            using var lost = slot.SystemPort;
            slot.SystemPort = TakePort(_settings.FirstSystemPort);
        }

        return true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_slots.Values.Select(slot => slot.EndAsync(_settings.OnPortLeft)))
            .ConfigureAwait(false);
        _slots.Clear();
    }

    /// <summary>
    /// Marks the servers of a run, which outlive its attempts: when its process is killed, the next
    /// start finds and ends them by it.
    /// </summary>
    internal static string TokenFor(Attempt attempt) => AttemptToken.OfServers(attempt.Token);

    private async Task<string?> WhatIsWrongAsync(
        Slot slot,
        AppiumServer server,
        CancellationToken stop
    ) =>
        server.HasExited ? "died"
        : slot.Distrusted ? "left a session unfinished"
        : await server.IsReadyAsync(_settings.Limits.ServerHealth, stop).ConfigureAwait(false)
            ? null
        : "does not answer";

    private async Task<AppiumServer> StartAsync(Slot slot, string token, CancellationToken stop)
    {
        for (var tries = 1; ; tries++)
        {
            // A worker keeps its ports, so that whatever its last server left on them is reused.
            slot.SystemPort ??= TakePort(_settings.FirstSystemPort);
            slot.Port ??= TakePort(_settings.FirstPort);
            try
            {
                return await AppiumServer
                    .StartAsync(_settings, slot.Port.Port, token, stop)
                    .ConfigureAwait(false);
            }
            // What is no run of ours can take the port between the look and the start.
            catch (AppiumServerException exception)
                when (exception.Message.Contains("EADDRINUSE") && tries < MostTries)
            {
                using var lost = slot.Port;
                slot.Port = TakePort(_settings.FirstPort);
            }
        }
    }

    private PortReservation TakePort(int from) => PortReservation.Take(_settings.Locks, from);

    private sealed class Slot
    {
        public AppiumServer? Server { get; set; }

        public PortReservation? Port { get; set; }

        public PortReservation? SystemPort { get; set; }

        public volatile bool Distrusted;

        public AppiumAddress Address =>
            new(Server!.Url, SystemPort!.Port, Server.Log, SharesAdb: true);

        /// <summary>Ends its server, and then what that left on the system port.</summary>
        public async Task EndServerAsync(bool atOnce, Func<int, Task>? onPortLeft)
        {
            if (Server is not { } server)
            {
                return;
            }

            Server = null;
            await server.EndAsync(atOnce).ConfigureAwait(false);
            if (onPortLeft is not null && SystemPort is { } port)
            {
                await onPortLeft(port.Port).ConfigureAwait(false);
            }
        }

        public async Task EndAsync(Func<int, Task>? onPortLeft)
        {
            await EndServerAsync(atOnce: Distrusted, onPortLeft).ConfigureAwait(false);
            Port?.Dispose();
            SystemPort?.Dispose();
        }
    }
}
