namespace RetryOrchestrator.Executors.Processes;

/// <summary>
/// Looks at the machine's processes for all who ask: those who ask while a look is under way share
/// the next. A hundred attempts that are to end at once would otherwise each read the whole machine
/// again and again.
/// </summary>
internal sealed class SharedProcessScan(IProcessScan scan)
{
    private readonly object _gate = new();
    private Task _last = Task.CompletedTask;
    private Task<ProcessSnapshot>? _next;

    /// <summary>A look that begins after this call.</summary>
    /// <exception cref="IOException">The machine cannot be read now.</exception>
    public Task<ProcessSnapshot> ReadAsync()
    {
        lock (_gate)
        {
            if (_next is null)
            {
                var before = _last;
                _next = Task.Run(() => ReadAfterAsync(before));
                _last = _next;
            }

            return _next;
        }
    }

    /// <summary>The name and the arguments of a process that was read; none when it has gone.</summary>
    public IReadOnlyList<string> ArgumentsOf(ProcessEntry process) => scan.ArgumentsOf(process);

    private async Task<ProcessSnapshot> ReadAfterAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            _next = null; // who asks from now on may mean something that this look will not see
        }

        return new ProcessSnapshot(scan.Read());
    }
}
