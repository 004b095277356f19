namespace RetryOrchestrator.Engine.Execution;

/// <summary>
/// A queue whose one reader sleeps while it is empty. The platform's blocking collections spin
/// before they sleep; where jobs take no time, and cores are fewer than workers, that spinning was
/// seen to cost more than all of the work around a job.
/// </summary>
internal sealed class Mailbox<T>
{
    private readonly Queue<T> _items = new();
    private bool _woken;
    private bool _closed;

    /// <summary>Adds an item.</summary>
    public void Post(T item)
    {
        lock (_items)
        {
            _items.Enqueue(item);
            Monitor.Pulse(_items);
        }
    }

    /// <summary>Adds items; the reader wakes once for all of them.</summary>
    public void Post(List<T> items)
    {
        lock (_items)
        {
            items.ForEach(_items.Enqueue);
            Monitor.Pulse(_items);
        }
    }

    /// <summary>Makes a reader that waits look up, though there is nothing new.</summary>
    public void Wake()
    {
        lock (_items)
        {
            _woken = true;
            Monitor.Pulse(_items);
        }
    }

    /// <summary>Nothing more will come; what is there can still be taken.</summary>
    public void Close()
    {
        lock (_items)
        {
            _closed = true;
            Monitor.Pulse(_items);
        }
    }

    /// <summary>Takes back the items that came last, as far as nobody has taken them yet.</summary>
    /// <param name="atMost">How many at most.</param>
    /// <returns>How many.</returns>
    public int Withdraw(int atMost)
    {
        lock (_items)
        {
            var kept = _items.Take(_items.Count - atMost).ToList();
            var withdrawn = _items.Count - kept.Count;
            _items.Clear();
            kept.ForEach(_items.Enqueue);
            return withdrawn;
        }
    }

    /// <summary>The items, each when it has come, until the mailbox is closed and empty.</summary>
    public IEnumerable<T> TakeAll()
    {
        while (true)
        {
            T item;
            lock (_items)
            {
                while (_items.Count == 0 && !_closed)
                {
                    Monitor.Wait(_items);
                }

                if (!_items.TryDequeue(out item!))
                {
                    yield break;
                }
            }

            yield return item;
        }
    }

    /// <summary>All that is there now, or nothing; it stays there.</summary>
    public List<T> Peek()
    {
        lock (_items)
        {
            return [.. _items];
        }
    }

    /// <summary>All that is there, once there is something; nothing after <see cref="Wake"/>.</summary>
    public List<T> TakeBatch()
    {
        lock (_items)
        {
            while (_items.Count == 0 && !_woken)
            {
                Monitor.Wait(_items);
            }

            _woken = false;
            var batch = new List<T>(_items);
            _items.Clear();
            return batch;
        }
    }
}
