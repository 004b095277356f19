using RetryOrchestrator.Executors.Processes.Starting;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>One program at work for an attempt: its pipes, its end, its being ended.</summary>
internal sealed class ProgramRun
{
    // What an empty pipe takes at once on every system, so that writing it cannot block. Writing
    // without waiting is the cheaper way.
    private const int PipeHolds = 4096;

    // A program that ends within this time is waited for on the spot: being told of its output and
    // of its end through the thread pool would cost as much as starting it. What it wrote waits in
    // the pipes; if that is more than they hold, it does not end so soon.
    private const int QuickEndMilliseconds = 10;

    private static readonly TimeSpan ReaderGrace = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan PoliteTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan KillTime = TimeSpan.FromSeconds(1);

    private readonly IProgramProcess _process;
    private readonly AttemptTraces _traces;
    private readonly TimeProvider _time;
    private readonly PipeTransfer? _input;
    private readonly PipeTransfer? _out;
    private readonly PipeTransfer? _error;
    private readonly Task _drained;

    /// <summary>Takes over a program that has just been started.</summary>
    /// <param name="process">The program.</param>
    /// <param name="traces">By what its processes are found, and what becomes of them.</param>
    /// <param name="input">What it gets on standard input.</param>
    /// <param name="output">What takes its output.</param>
    /// <param name="time">The clock.</param>
    public ProgramRun(
        IProgramProcess process,
        AttemptTraces traces,
        ReadOnlyMemory<byte> input,
        OutputCapture output,
        TimeProvider time
    )
    {
        _process = process;
        _traces = traces;
        _time = time;
        _input = Send(process, input);
        if (
            process.ExitsWithin(QuickEndMilliseconds)
            && process.TryDrain(output.TakeOut, output.TakeError)
        )
        {
            _drained = Task.CompletedTask;
            return;
        }

        _out = PipeTransfer.Read(process.TakeOutput(), output.TakeOut);
        _error = PipeTransfer.Read(process.TakeError(), output.TakeError);
        _drained = Task.WhenAll(_out.Completion, _error.Completion);
    }

    /// <summary>Waits for the program's end, or ends it when told to.</summary>
    /// <returns>
    /// True when it had to be told: it had not ended of itself by then; or when what stops the run has
    /// ended it too.
    /// </returns>
    public async Task<bool> EndAsync(CancellationToken stop, CancellationToken kill)
    {
        var exit = _process.WaitForExitAsync();
        await exit.WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!exit.IsCompleted)
        {
            // Off the thread that signals: it has other workers to tell.
            await Task.Yield();
        }

        var stopped = !_process.HasExited;
        if (stopped)
        {
            await StopAsync(exit, kill).ConfigureAwait(false);
        }
        else if (_traces.Rules.EndsAfterSuccess || _process.ExitCode != 0)
        {
            await EndLeftoversAsync(kill).ConfigureAwait(false);
        }

        // After that: what held the pipes open holds them no longer.
        await FinishOutputAsync().ConfigureAwait(false);
        if (!stopped && OperatingSystem.IsWindows())
        {
            (_process as ManagedProcess)?.Job?.Release();
        }

        return stopped || await IsCutOffAsync(stop).ConfigureAwait(false);
    }

    /// <summary>
    /// Ends a program, with all it started, that cannot be watched as it should be: nothing may be
    /// at work for an attempt that is over.
    /// </summary>
    public static async Task AbandonAsync(IProgramProcess process, AttemptTraces traces)
    {
        if (OperatingSystem.IsWindows())
        {
            (process as ManagedProcess)?.Job?.Terminate();
        }
        else
        {
            await traces.Tree(process).KillAsync(KillTime).ConfigureAwait(false);
        }

        process.Dispose();
    }

    /// <summary>How many processes were ended that it had left at work when it ended of itself.</summary>
    public int EndedLeftovers { get; private set; }

    /// <summary>The exit code, or null when it could not be ended.</summary>
    public int? ExitCode => _process.HasExited ? _process.ExitCode : null;

    /// <summary>The signal that ended it, where that is known.</summary>
    public int? Signal => _process.HasExited ? _process.Signal : null;

    private static PipeTransfer? Send(IProgramProcess process, ReadOnlyMemory<byte> input)
    {
        if (input.Length > PipeHolds)
        {
            return PipeTransfer.Write(process.TakeInput(), input);
        }

        process.SendAtOnce(input.Span);
        return null;
    }

    private async ValueTask<bool> IsCutOffAsync(CancellationToken stop) =>
        !OperatingSystem.IsWindows()
        && GroupSignal.MayBe(_process.Signal)
        && await GroupSignal.StopsRunAsync(_time, stop).ConfigureAwait(false);

    private async Task StopAsync(Task exit, CancellationToken kill)
    {
        if (OperatingSystem.IsWindows())
        {
            var managed = (ManagedProcess)_process;
            managed.CloseMainWindow();
            await exit.WaitAsync(kill).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            managed.Job?.Terminate();
        }
        else
        {
            // The root first, and alone: a shell whose command ends before itself goes on to its
            // next line.
            UnixSignal.AskToEnd(_process.Id);
            await exit.WaitAsync(kill).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var tree = _traces.Tree(_process);
            await tree.EndPolitelyAsync(kill, _time).ConfigureAwait(false);
            await tree.KillAsync(KillTime).ConfigureAwait(false);
        }

        await Quietly(exit, KillTime).ConfigureAwait(false);
    }

    private async Task EndLeftoversAsync(CancellationToken kill)
    {
        if (OperatingSystem.IsWindows())
        {
            EndedLeftovers = (_process as ManagedProcess)?.Job?.EndAllBut(_traces.Rules.Spare) ?? 0;
            return;
        }

        if (!_traces.MayHaveLeft(_process.Id))
        {
            return;
        }

        var tree = _traces.Tree(_process);
        using var polite = new CancellationTokenSource(PoliteTime, _time);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(kill, polite.Token);
        await tree.EndPolitelyAsync(enough.Token, _time).ConfigureAwait(false);
        await tree.KillAsync(KillTime).ConfigureAwait(false);
        EndedLeftovers = tree.Seen;
    }

    /// <summary>
    /// Takes the rest of the output. A process that was left in the background may hold the pipes
    /// open for ever; it is not waited for.
    /// </summary>
    private async Task FinishOutputAsync()
    {
        _input?.Abandon();
        await Quietly(_drained, ReaderGrace).ConfigureAwait(false);
        if (!_drained.IsCompleted)
        {
            _out?.Abandon();
            _error?.Abandon();
            await Quietly(_drained, KillTime).ConfigureAwait(false);
        }
    }

    private async Task Quietly(Task task, TimeSpan atMost)
    {
        if (!task.IsCompleted)
        {
            await task.WaitAsync(atMost, _time)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
