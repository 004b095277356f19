using RetryOrchestrator.Devices.Adb;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Devices.Pool;

/// <summary>
/// A run's devices: each given to one job at a time, also across runs on this machine, and only
/// when it is healthy. Thread-safe.
/// </summary>
public sealed partial class DevicePool : IAsyncDisposable
{
    private readonly AdbClient _adb;
    private readonly DevicePoolOptions _options;
    private readonly TimeProvider _time;
    private readonly PoolState _state;
    private readonly PoolBoard _board;
    private readonly AdbServerAddress _server;
    private readonly CancellationTokenSource _closing = new();
    private readonly List<Task> _lookingAfter = [];
    private readonly object _lock = new();
    private int _closed;

    private DevicePool(AdbClient adb, DevicePoolOptions options)
    {
        _adb = adb;
        _options = options;
        _time = adb.Options.Time;
        _state = new PoolState(options, _time);
        _board = new PoolBoard(options.Folder);
        _server = AdbServerAddress.Of(adb.Options.Environment, Environment.GetEnvironmentVariable);
    }

    /// <summary>The most devices that can be at work at once, at least 1: what a run needs of workers.</summary>
    public int Size
    {
        get
        {
            lock (_lock)
            {
                return Math.Max(1, _state.Phones);
            }
        }
    }

    /// <summary>Starts the adb server if need be, and looks which devices there are.</summary>
    /// <param name="adb">How adb is called.</param>
    /// <param name="options">How devices are given out.</param>
    /// <param name="stop">Gives up.</param>
    public static async Task<AdbResult<DevicePool>> OpenAsync(
        AdbClient adb,
        DevicePoolOptions options,
        CancellationToken stop = default
    )
    {
        var started = await adb.StartServerAsync(stop).ConfigureAwait(false);
        if (!started.Succeeded)
        {
            return started.Failure;
        }

        var listed = await adb.ListAsync(stop).ConfigureAwait(false);
        if (!listed.Succeeded)
        {
            return listed.Failure;
        }

        try
        {
            var pool = new DevicePool(adb, options);
            await pool.TakeInAsync(listed.Value, pass: 0, stop).ConfigureAwait(false);
            return pool;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new FailureEvidence
            {
                Message =
                    $"What this run does with its devices cannot be noted in '{options.Folder}': {exception.Message}",
                Exception = exception,
            };
        }
    }

    /// <summary>
    /// Waits for a device that fits and is healthy. There is none when every device that fits is
    /// out for this pass, or others had them for too long: then the attempt is to be deferred, at
    /// no cost to its job.
    /// </summary>
    /// <param name="request">Who wants it, and which.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> said so.</exception>
    public async Task<LeaseResult> LeaseAsync(
        LeaseRequest request,
        CancellationToken stop = default
    )
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, _closing.Token);
        var began = _time.GetTimestamp();
        await DiscoverAsync(request.Pass, either.Token).ConfigureAwait(false);
        while (true)
        {
            DeviceChoice choice;
            Task change;
            string? reason;
            string? news;
            lock (_lock)
            {
                choice = _state.Choose(request);
                change = _state.Change;
                reason = choice is { Serial: null, Wait: false } ? _state.WhyNone(request) : null;
                news = reason is null ? null : _state.NewsOfNone(request);
            }

            if (choice.Serial is { } serial)
            {
                if (
                    await TakeAsync(serial, request, either.Token).ConfigureAwait(false) is
                    { } lease
                )
                {
                    return new LeaseResult(lease, null);
                }

                continue;
            }

            await AnnounceAsync(news).ConfigureAwait(false);
            var left = _options.LeaseTimeout - _time.GetElapsedTime(began);
            if (reason is not null || left <= TimeSpan.Zero)
            {
                return new LeaseResult(
                    null,
                    reason
                        ?? FormattableString.Invariant(
                            $"no device became free within {_options.LeaseTimeout.TotalSeconds:0.###} s"
                        )
                );
            }

            await WaitForChangeAsync(change, left, either.Token).ConfigureAwait(false);
        }
    }

    /// <summary>All devices of the pool, as they are known now.</summary>
    public IReadOnlyList<OrchestratorDevice> Snapshot()
    {
        lock (_lock)
        {
            return _state.Snapshot();
        }
    }

    /// <summary>Ends what looks after devices in the background. Leases must have ended before.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
        {
            return;
        }

        await _closing.CancelAsync().ConfigureAwait(false);
        Task[] lookingAfter;
        lock (_lock)
        {
            lookingAfter = [.. _lookingAfter];
        }

        await Task.WhenAll(lookingAfter).ConfigureAwait(false);
        _board.Dispose();
        _closing.Dispose();
    }

    /// <summary>A lease ended.</summary>
    internal void Release(DeviceLease lease, PhoneLock held, LeaseOutcome outcome)
    {
        if (outcome is not (LeaseOutcome.DeviceWorked or LeaseOutcome.Nothing))
        {
            lock (_lock)
            {
                if (outcome == LeaseOutcome.DeviceSuspected)
                {
                    // Before the attempt is reported: only then can the answer come.
                    _state.Standings.Failed(lease.Serial, lease.Request.JobId, _time.GetUtcNow());
                }

                _lookingAfter.RemoveAll(task => task.IsCompleted);
                _lookingAfter.Add(Task.Run(() => LookAfterAsync(lease, held)));
            }

            return;
        }

        held.Dispose();
        Update(() =>
        {
            if (outcome == LeaseOutcome.DeviceWorked)
            {
                _state.Standings.Worked(lease.Request.JobId);
            }

            _state.Free(lease.Serial);
        });
    }

    // The device is marked as taken already. Null when it cannot be had after all.
    private async Task<DeviceLease?> TakeAsync(
        string serial,
        LeaseRequest request,
        CancellationToken stop
    )
    {
        IReadOnlyList<string> serials;
        lock (_lock)
        {
            serials = _state.SerialsOf(serial);
        }

        PhoneLock? held;
        try
        {
            held = PhoneLock.TryTake(_options.Locks, _server, serials);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Without a lock nobody knows whose it is: it is not used in this pass.
            Update(() =>
            {
                _state.Standings.Unhealthy(
                    serial,
                    exception.Message,
                    request.Pass,
                    _time.GetUtcNow()
                );
                _state.Free(serial);
            });
            return null;
        }

        if (held is null)
        {
            Update(() => _state.HeldElsewhere(serial));
            return null;
        }

        var kept = false;
        try
        {
            var device = _adb.Device(serial);
            if (!await MakeHealthyAsync(device, request, stop).ConfigureAwait(false))
            {
                return null;
            }

            await AnnounceAsync(_options.Accounts.Used(request.Account, serial))
                .ConfigureAwait(false);
            Update(() => _state.Leased(serial, request));
            kept = true;
            return new DeviceLease(this, device, request, held);
        }
        finally
        {
            if (!kept)
            {
                held.Dispose();
                Update(() => _state.Free(serial));
            }
        }
    }

    private async Task WaitForChangeAsync(Task change, TimeSpan left, CancellationToken stop)
    {
        try
        {
            var limit = left < _options.PollInterval ? left : _options.PollInterval;
            await change.WaitAsync(limit, _time, stop).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Other runs do not tell when they are done with a device: ask again.
            Update(_state.AskOthersAgain);
        }
    }

    private void Update(Action change)
    {
        lock (_lock)
        {
            change();
            _state.SignalChange();
            _board.Write(_state.Entries());
        }
    }

    private ValueTask AnnounceAsync(string? news) =>
        news is null || _options.Announce is null
            ? ValueTask.CompletedTask
            : _options.Announce(news);
}
