using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Storage.Sqlite;

namespace RetryOrchestrator.Storage.Ownership;

/// <summary>
/// The hold of one live run on a state: a row in the state itself, so that it cannot be forgotten
/// on disk, and so that whoever lost it is told at the next write (<see cref="Fence"/>).
/// </summary>
internal sealed class OwnerLock : IDisposable
{
    /// <summary>
    /// How long a lock that is held is tried again before its holder counts as live, where nothing
    /// else says so: somebody may only have looked at it, and a process that was killed takes a
    /// moment to let go.
    /// </summary>
    private static readonly TimeSpan HoldPatience = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan HoldGlance = TimeSpan.FromMilliseconds(50);

    private readonly Database _database;
    private readonly OwnerLiveness _liveness;
    private readonly TimeProvider _time;
    private readonly TimeSpan _watchTime;
    private readonly Action<string>? _watching;
    private readonly HoldFile _hold;
    private readonly Statement _fence;
    private readonly Statement _beat;
    private readonly Statement _askForStop;

    public OwnerLock(
        Database database,
        OwnerLiveness liveness,
        TimeProvider time,
        TimeSpan watchTime,
        Action<string>? watching,
        HoldFile hold
    )
    {
        _database = database;
        _hold = hold;
        _liveness = liveness;
        _time = time;
        _watchTime = watchTime;
        _watching = watching;
        _fence = database.Prepare("UPDATE meta SET updated_at = ?1 WHERE id = 1 AND owner_id = ?2");
        _beat = database.Prepare(
            """
            UPDATE owners SET heartbeat = heartbeat + 1, heartbeat_at = ?1
            WHERE id = ?2 AND id = (SELECT owner_id FROM meta)
            RETURNING stop_requested_at, heartbeat
            """
        );
        _askForStop = database.Prepare("SELECT stop_requested_at FROM owners WHERE id = ?1");
    }

    /// <summary>Our row, or null while we do not hold the state.</summary>
    public long? OwnerId { get; private set; }

    /// <summary>The clock.</summary>
    public TimeProvider Time => _time;

    /// <summary>Now, UTC, for changes whose time the port does not name.</summary>
    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>How often we have said that we are alive.</summary>
    public long Beats { get; private set; }

    /// <summary>
    /// Takes hold. Whoever has the lock file is live. Else a holder that can be seen from here is
    /// asked of the process table; the heartbeat of one on another machine or in another container
    /// is watched, since its processes cannot be seen and its clock not trusted.
    /// </summary>
    public Membership Acquire(Member owner)
    {
        TakeHold();
        try
        {
            OwnerRow? watched = null;
            while (!TryAcquire(owner, watched, out var holder))
            {
                if (watched is null)
                {
                    _watching?.Invoke(Words(holder));
                }

                watched = holder;
                WatchFor(holder.Heartbeat);
            }

            return new Membership(OwnerId!.Value, _watchTime);
        }
        catch
        {
            if (OwnerId is null)
            {
                _hold.Dispose();
            }

            throw;
        }
    }

    /// <summary>
    /// Proves within a transaction that we still hold the state, and marks it as changed.
    /// </summary>
    public void Fence(DateTimeOffset at)
    {
        if (OwnerId is not { } id)
        {
            throw new InvalidOperationException("The state was not acquired.");
        }

        if (_fence.Bind(1, at.UtcTicks).Bind(2, id).Execute() == 0)
        {
            throw SqliteFaults.TakenOver(_database.Path);
        }
    }

    /// <summary>Says that we are alive.</summary>
    /// <returns>Whether another process asks us to stop.</returns>
    public bool Beat(DateTimeOffset at)
    {
        var id = OwnerId ?? throw new InvalidOperationException("The state was not acquired.");
        if (!_beat.Bind(1, at.UtcTicks).Bind(2, id).Step())
        {
            throw SqliteFaults.TakenOver(_database.Path);
        }

        var stop = !_beat.IsNull(0);
        Beats = _beat.Int64(1);
        _beat.Step();
        return stop;
    }

    /// <summary>Whether another process asks us to stop.</summary>
    public bool IsStopRequested()
    {
        var id = OwnerId ?? throw new InvalidOperationException("The state was not acquired.");
        var stop = _askForStop.Bind(1, id).Step() && !_askForStop.IsNull(0);
        _askForStop.Reset();
        return stop;
    }

    /// <summary>Lets go, if we hold it still.</summary>
    public void Release()
    {
        if (OwnerId is { } id)
        {
            OwnerId = null;
            _database.Execute($"UPDATE meta SET owner_id = NULL WHERE owner_id = {id}");
        }
    }

    /// <summary>Lets go of the lock file; <see cref="Release"/> comes first.</summary>
    public void Dispose() => _hold.Dispose();

    private string Words(OwnerRow holder) =>
        $"Another process may be at work on this state (process {holder.Owner.Process.Id} on "
        + $"{holder.Owner.Process.HostName}, which cannot be seen from here); watching it for up to "
        + $"{_watchTime.TotalSeconds:0} s.";

    private void TakeHold()
    {
        var started = _time.GetTimestamp();
        while (!_hold.TryTake())
        {
            var holder = OwnerRow.ReadCurrent(_database);
            if (holder is not null && _liveness.IsAlive(holder) == true)
            {
                throw new LiveRunException(_database.Path, holder.Owner);
            }

            if (_time.GetElapsedTime(started) >= HoldPatience)
            {
                throw holder is null
                    ? SqliteFaults.Busy(_database.Path)
                    : new LiveRunException(_database.Path, holder.Owner);
            }

            Pause(HoldGlance);
        }
    }

    private void Pause(TimeSpan time)
    {
        using var wait = new CancellationTokenSource(time, _time);
        wait.Token.WaitHandle.WaitOne();
    }

    private bool TryAcquire(Member owner, OwnerRow? watched, out OwnerRow holder)
    {
        using var transaction = _database.BeginWrite();
        holder = OwnerRow.ReadCurrent(_database)!;
        if (holder is not null && holder.Id != OwnerId)
        {
            switch (_liveness.IsAlive(holder))
            {
                case true:
                case null when watched is not null && holder != watched:
                    throw new LiveRunException(_database.Path, holder.Owner);
                case null when watched is null:
                    return false;
            }
        }

        using var insert = _database.Prepare(
            """
            INSERT INTO owners (process_id, start_token, host, started_at, heartbeat_at)
            VALUES (?1, ?2, ?3, ?4, ?4) RETURNING id
            """
        );
        insert
            .Bind(1, owner.Process.Id)
            .Bind(2, owner.Process.StartToken)
            .Bind(3, owner.Process.HostName)
            .Bind(4, owner.JoinedAt.UtcTicks)
            .Step();
        var id = insert.Int64(0);
        insert.Step();
        _database.Execute($"UPDATE meta SET owner_id = {id}");
        transaction.Commit();
        OwnerId = id;
        Beats = 0;
        return true;
    }

    /// <summary>Waits until the holder's heartbeat changes or the watch time is over.</summary>
    private void WatchFor(long heartbeat)
    {
        var started = _time.GetTimestamp();
        var glance = _watchTime / 30;
        while (_time.GetElapsedTime(started) < _watchTime)
        {
            Pause(glance);
            if (OwnerRow.ReadCurrent(_database)?.Heartbeat != heartbeat)
            {
                return;
            }
        }
    }
}
