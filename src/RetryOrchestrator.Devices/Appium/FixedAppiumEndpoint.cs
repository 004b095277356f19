using System.Collections.Concurrent;
using RetryOrchestrator.Engine.Execution;

namespace RetryOrchestrator.Devices.Appium;

/// <summary>One address for all workers: an Appium server or a Selenium Grid that others run.</summary>
/// <remarks>
/// A Grid keeps the slot of a session whose Appium server died until that server, restarted, is asked
/// to end the session and says that it knows of none. So a session that could not be closed is asked
/// to close again before anything new is asked for.
/// </remarks>
/// <param name="url">Its base address, such as <c>http://127.0.0.1:4723</c>.</param>
/// <param name="limits">How long anything may take.</param>
/// <param name="time">The clock.</param>
internal sealed class FixedAppiumEndpoint(
    Uri url,
    AppiumLimits? limits = null,
    TimeProvider? time = null
) : IAppiumEndpoint
{
    private readonly TimeSpan _limit = (limits ?? new AppiumLimits()).QuitAgain;
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly ConcurrentDictionary<AppiumSession, bool> _open = new();

    /// <inheritdoc/>
    public async Task<AppiumAddress> GetAsync(Attempt attempt, CancellationToken stop)
    {
        await CloseAsync(stop).ConfigureAwait(false);
        stop.ThrowIfCancellationRequested();
        return new AppiumAddress(url, null, null, SharesAdb: url.IsLoopback);
    }

    /// <inheritdoc/>
    public void Distrust(int worker) { }

    /// <inheritdoc/>
    public void LeaveOpen(int worker, AppiumSession session) => _open[session] = true;

    /// <inheritdoc/>
    public bool ChangeSystemPort(int worker) => false;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync(CancellationToken.None).ConfigureAwait(false);
        foreach (var session in _open.Keys)
        {
            session.Forget();
        }
    }

    private async Task CloseAsync(CancellationToken stop)
    {
        // Taken out while they are asked: two workers must not ask one session at once.
        var sessions = _open.Keys.Where(session => _open.TryRemove(session, out _)).ToList();
        if (sessions.Count == 0)
        {
            return;
        }

        using var limit = new CancellationTokenSource(_limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        await Task.WhenAll(sessions.Select(CloseOneAsync)).ConfigureAwait(false);

        async Task CloseOneAsync(AppiumSession session)
        {
            if (!await session.CloseAsync(either.Token).ConfigureAwait(false))
            {
                _open[session] = true;
            }
        }
    }
}
