using System.Collections.Concurrent;
using System.Management.Automation.Runspaces;
using RetryOrchestrator.Devices.Scripts;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Guards;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Executors.Processes;

namespace RetryOrchestrator.Module.Runspaces;

/// <summary>Runs a script block for each attempt, in one reused runspace a worker.</summary>
/// <remarks>
/// <para>
/// The script sees <c>$Job</c>, <c>$Attempt</c> and its <c>$using:</c> values. What it sets is
/// gone when it ends, except in <c>$global:</c>: that is how a worker keeps a connection from job
/// to job. Modules it imports stay imported; see <see cref="SessionReset"/>.
/// </para>
/// <para>
/// It succeeds when it comes to its end, to a <c>return</c>, or to <c>exit 0</c>. A terminating error (<c>throw</c>, a command
/// that cannot go on) is a failure with the exception; <c>exit n</c> one with that exit code;
/// <c>Write-OrchestratorFailure</c> one with the category it states. Non-terminating errors and the
/// exit codes of programs it calls are the script's own business and fail nothing.
/// </para>
/// <para>
/// <c>$Attempt.Device</c> and <c>$Attempt.Driver</c> give it an Android device of its own; see
/// <see cref="AttemptDevice"/>. What fails there is classified as in a flow, and an attempt that
/// can have no device is deferred.
/// </para>
/// <para>
/// A stop stops the script as Ctrl+C would. One that has not ended at the kill (it waits inside
/// a .NET call, which nothing can interrupt) is abandoned: its runspace ends when it returns, and
/// the worker gets a new one.
/// </para>
/// <para>
/// What a script started ends with its attempt, unless that succeeded and what it leaves is to be left
/// alone (<see cref="ScriptPrograms"/>, <see cref="LeftoverRules"/>).
/// </para>
/// </remarks>
internal sealed class ScriptBlockExecutor : IJobExecutor
{
    private static readonly TimeSpan ClosingTime = TimeSpan.FromSeconds(2);

    // A machine may be busy; a runspace that has not opened by then never will.
    private static readonly TimeSpan OpeningTime = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<int, ScriptWorker> _workers = new();
    private readonly ConcurrentBag<ScriptWorker> _abandoned = [];
    private readonly InitialSessionState _sessionState;
    private readonly JobScript _script;
    private readonly string _workingDirectory;
    private int _isFolderLossTold;
    private readonly LazyDeviceRun _devices;
    private readonly Func<string, ValueTask> _warn;
    private readonly TimeProvider _time;
    private readonly ScriptPrograms _programs;
    private readonly GroupSignalWatch _watch;

    /// <param name="script">The script.</param>
    /// <param name="workingDirectory">Where every job begins.</param>
    /// <param name="devices">The run's devices; disposed of with this.</param>
    /// <param name="warn">Told of a script that could not be stopped.</param>
    /// <param name="isHostOurs">Whether this process is there for its run alone.</param>
    /// <param name="time">The clock.</param>
    /// <param name="leftovers">What becomes of what scripts leave at work.</param>
    public ScriptBlockExecutor(
        JobScript script,
        string workingDirectory,
        LazyDeviceRun devices,
        Func<string, ValueTask> warn,
        bool isHostOurs = false,
        TimeProvider? time = null,
        LeftoverRules? leftovers = null
    )
    {
        _script = script;
        _workingDirectory = workingDirectory;
        _devices = devices;
        _warn = warn;
        _time = time ?? TimeProvider.System;
        _programs = new ScriptPrograms(isHostOurs, _time, leftovers);
        _watch = new GroupSignalWatch(_time);
        _sessionState = InitialSessionState.CreateDefault2();
        _sessionState.Types.Add(
            JobType.Types.Select(type => new SessionStateTypeEntry(type, isRemove: false))
        );
        AddCommand<WriteOrchestratorFailureCommand>("Write-OrchestratorFailure");
        AddCommand<SetOrchestratorCheckpointCommand>("Set-OrchestratorCheckpoint");
        AddCommand<WriteOrchestratorAttemptLogCommand>(JobLoop.LogCommand);
    }

    /// <inheritdoc/>
    public string Description => _script.Description;

    /// <inheritdoc/>
    public int ClaimAhead => 32;

    /// <inheritdoc/>
    /// <remarks>As measured: the runspace, its formats and providers, and the loop compiled.</remarks>
    public TimeSpan OpeningCost { get; } = TimeSpan.FromMilliseconds(25);

    /// <inheritdoc/>
    public int? MaxConcurrency => _devices.Opened?.MaxConcurrency;

    /// <inheritdoc/>
    public ValueTask BeginPassAsync(int pass, CancellationToken stop)
    {
        Volatile.Write(ref _isFolderLossTold, 0);
        return _devices.Opened?.BeginPassAsync(pass, stop) ?? ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask OpenWorkerAsync(int worker, CancellationToken enough) =>
        await UsableWorker(worker).Opened.WaitAsync(enough).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<AttemptResult> ExecuteAsync(Attempt attempt, StopSignals signals)
    {
        if (signals.Stop.IsCancellationRequested)
        {
            return AttemptResult.Stopped;
        }

        if (!Directory.Exists(_workingDirectory))
        {
            return await PutOffAsync().ConfigureAwait(false);
        }

        var worker = UsableWorker(attempt.Worker);
        var device = new AttemptDevice(_devices, attempt, signals.Stop);
        var result = await worker.RunAsync(attempt, device, signals).ConfigureAwait(false);
        if (worker.IsAbandoned)
        {
            _abandoned.Add(worker);
            await _warn(
                    $"The script of job '{attempt.Job.Id}' did not end when it was stopped. It is left "
                        + "behind, still at work, until it returns; its worker goes on in a new runspace."
                )
                .ConfigureAwait(false);
            await OpenNextAsync(attempt.Worker).ConfigureAwait(false);
        }

        return await device.EndAsync(result, signals.Kill).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Obey(IReadOnlyList<DeviceOrder> orders) =>
        _devices.Opened?.Settings.Pool.Obey(orders);

    /// <inheritdoc/>
    public IReadOnlyList<AttemptLeftovers> TakeLeftovers(bool passIsOver) =>
        _programs.TakeLeftovers(passIsOver);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers.Values)
        {
            worker.Close();
        }

        var workers = _workers
            .Values.Union(_abandoned)
            .ToLookup(worker =>
                worker.IsAbandoned ? ClosingTime
                : worker.Opened.IsCompleted ? Timeout.InfiniteTimeSpan
                : OpeningTime
            );
        // Those that were given up get a moment; beyond that nothing can be done about them.
        await Task.WhenAll(workers.Select(some => EndWithin(some.Key, some))).ConfigureAwait(false);
        _watch.Dispose();
        _programs.Dispose();
        await _devices.DisposeAsync().ConfigureAwait(false);
    }

    // A script that begins nowhere does its work in the wrong place, or none of it and ends well.
    private async ValueTask<AttemptResult> PutOffAsync()
    {
        if (Interlocked.Exchange(ref _isFolderLossTold, 1) == 0)
        {
            await _warn(
                    $"The working directory '{_workingDirectory}' is gone. No job can be run until it is there "
                        + "again: they are put off to the next pass, at no cost to them."
                )
                .ConfigureAwait(false);
        }

        return new AttemptResult.Deferred($"the working directory '{_workingDirectory}' is gone");
    }

    // Never twice at once for one worker, so nobody else touches its entry meanwhile.
    private ScriptWorker UsableWorker(int number)
    {
        if (!_workers.TryGetValue(number, out var worker) || !worker.IsUsable)
        {
            worker = new ScriptWorker(
                number,
                _script,
                _sessionState,
                _workingDirectory,
                _programs,
                _watch,
                _time
            );
            _workers[number] = worker;
        }

        return worker;
    }

    // The time of the attempt that follows is its own: it does not wait for the new runspace.
    private Task OpenNextAsync(int worker) =>
        UsableWorker(worker)
            .Opened.WaitAsync(OpeningTime, _time)
            .ContinueWith(_ => { }, TaskScheduler.Default);

    private Task EndWithin(TimeSpan limit, IEnumerable<ScriptWorker> workers) =>
        Task.WhenAny(
            Task.WhenAll(workers.Select(worker => worker.Ended)),
            Task.Delay(limit, _time)
        );

    private void AddCommand<TCommand>(string name) =>
        _sessionState.Commands.Add(new SessionStateCmdletEntry(name, typeof(TCommand), null));
}
