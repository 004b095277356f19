using System.ComponentModel;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Executors.Processes.Starting;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>Runs a program for each attempt.</summary>
/// <remarks>
/// <para>
/// The arguments go to the program as they are, never through a shell. The job stands in the
/// environment (<see cref="AttemptEnvironment"/>) and, as a line of JSON, on standard input; a
/// program need not read it. What it writes is kept in <c>output.log</c> in the artifact folder.
/// </para>
/// <para>
/// Exit code 0 is success, unless the program ended only after it was told to: then the attempt was
/// stopped, whatever the code. Any other is a failure: the rules look at the last
/// <see cref="ProgramOutput.MaxLines"/> lines of standard error, else of standard output, and the
/// message is the line a rule matched, else the last that says something, else how it ended; exit
/// code and signal stand beside it. A program that is not there any more, or cannot be executed, is
/// an infrastructure failure of type <c>command_not_found</c> that concerns every job; one that cannot
/// be started for another reason is <c>program_not_started</c> (<see cref="StartFailure"/>), unless the
/// system gives no more processes, threads or open files: then the attempt waits until another's
/// program has ended (<see cref="StartGate"/>); an argument that cannot be handed over is the job's own
/// fault (<c>invalid_argument</c>).
/// </para>
/// <para>
/// On Linux a program has a session of its own, so that a Ctrl+C typed in the terminal does not
/// reach it. A stop sends SIGTERM (on Windows: closes the main window, if any) to the program, and,
/// when it has ended, to what it started and left, found as descendants, by session, by the token in
/// their environment and by their <see cref="InheritedMark"/> and <see cref="BirthMark"/>; what is left at the kill ends by
/// force. What a program leaves in the background that ends of itself is ended in the same way when it
/// failed, and left alone and counted when it succeeded (<see cref="LeftoverRules"/>); its output is
/// read no longer than half a second more.
/// </para>
/// </remarks>
public sealed class ProgramExecutor : IJobExecutor
{
    private const int KilledCode = 137;

    private readonly string _program;
    private readonly ArgumentTemplate _arguments;
    private readonly string _workingDirectory;
    private readonly TimeProvider _time;
    private readonly ProgramLauncher _launcher;
    private readonly StartGate _gate;
    private readonly LeftBehind _left;
    private readonly MemoryKiller _memoryKiller = new();

    /// <param name="program">The program's full path (<see cref="ProgramLocator"/>).</param>
    /// <param name="arguments">Its arguments (<see cref="ArgumentTemplate"/>).</param>
    /// <param name="workingDirectory">The folder it runs in.</param>
    /// <param name="time">The clock.</param>
    public ProgramExecutor(
        string program,
        IReadOnlyList<string> arguments,
        string workingDirectory,
        TimeProvider? time = null
    )
        : this(program, arguments, workingDirectory, time, ProgramLauncher.Fastest()) { }

    internal ProgramExecutor(
        string program,
        IReadOnlyList<string> arguments,
        string workingDirectory,
        TimeProvider? time,
        ProgramLauncher launcher
    )
    {
        _program = program;
        _launcher = launcher;
        _arguments = ArgumentTemplate.Parse(arguments);
        _workingDirectory = workingDirectory;
        _time = time ?? TimeProvider.System;
        _gate = new StartGate(message => Warn(message), _time);
        _left = new LeftBehind(() => Leftovers.Spare, _time);
        Description = string.Join(' ', arguments.Prepend(program).Select(Quoted));
    }

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    /// <remarks>
    /// Programs as short as a commit leave their workers waiting for one half of the time; the next
    /// few claims durable ahead of time are enough that they need not.
    /// </remarks>
    public int ClaimAhead => 4;

    /// <summary>Told, once a pass, that programs wait because the system gives no more of something.</summary>
    public Func<string, ValueTask> Warn { get; init; } = _ => ValueTask.CompletedTask;

    /// <summary>What becomes of what programs leave at work.</summary>
    public LeftoverRules Leftovers { get; init; } = new();

    /// <summary>The most of a program's output that is kept, in bytes, whatever the run allows. Default: no limit of its own.</summary>
    public long MaxLogBytes { get; init; } = long.MaxValue;

    /// <inheritdoc/>
    public ValueTask BeginPassAsync(int pass, CancellationToken stop)
    {
        _gate.BeginPass();
        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// What is wrong with the placeholders, one message each, to be told before a run starts.
    /// </summary>
    /// <param name="available">The names of the columns that the list of jobs has.</param>
    public IReadOnlyList<string> FindUnknownPlaceholders(IReadOnlyCollection<string> available) =>
        _arguments.FindUnknown(available);

    /// <inheritdoc/>
    public async ValueTask<AttemptResult> ExecuteAsync(Attempt attempt, StopSignals signals)
    {
        if (signals.Stop.IsCancellationRequested)
        {
            return AttemptResult.Stopped;
        }

        var start = Prepare(attempt);
        if (start.FindUnfit() is { } problem)
        {
            return Failure(problem, FailureCategory.Input, "invalid_argument");
        }

        var birthMark = BirthMark.Take();
        try
        {
            return await RunAsync(start with { BirthMark = birthMark }, attempt, signals)
                .ConfigureAwait(false);
        }
        finally
        {
            BirthMark.GiveBack(birthMark);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<AttemptLeftovers> TakeLeftovers(bool passIsOver) => _left.Take(passIsOver);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _launcher.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<AttemptResult> RunAsync(
        ProgramStart start,
        Attempt attempt,
        StopSignals signals
    )
    {
        var birth = OperatingSystem.IsLinux()
            ? new Birth(start.BirthMark, Posix.TicksSinceBoot())
            : null;
        var traces = new AttemptTraces(attempt.Token, start.Mark!.Value, birth, Leftovers);
        IProgramProcess process;
        try
        {
            attempt.Artifacts.RemoveLinks();
        }
        catch (IOException e)
        {
            return new AttemptResult.Failed(StartFailure.OfArtifacts(e));
        }

        try
        {
            process = _launcher.Start(start);
        }
        catch (Exception e) when (SystemLimit.IsCause(e))
        {
            return await _gate
                .RefusedAsync(StartFailure.Of(_program, _workingDirectory, e).Message)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e is Win32Exception or IOException or UnauthorizedAccessException)
        {
            return new AttemptResult.Failed(StartFailure.Of(_program, _workingDirectory, e));
        }

        _gate.Started();
        try
        {
            var result = await AttendAsync(process, traces, attempt, signals).ConfigureAwait(false);
            process.Dispose();
            return result;
        }
        // It is at work: only when it is not any more may its attempt be over.
        catch (Exception e)
        {
            await ProgramRun.AbandonAsync(process, traces).ConfigureAwait(false);
            return Unattended(e);
        }
        finally
        {
            _gate.Ended();
        }
    }

    private async Task<AttemptResult> AttendAsync(
        IProgramProcess process,
        AttemptTraces traces,
        Attempt attempt,
        StopSignals signals
    )
    {
        var input = JobJson.Write(attempt.Job.Columns);
        using var output = new OutputCapture(
            attempt.Artifacts,
            Math.Min(MaxLogBytes, attempt.Artifacts.MaxLogBytes)
        );
        var run = new ProgramRun(process, traces, input, output, _time);
        var stopped = await run.EndAsync(signals.Stop, signals.Kill).ConfigureAwait(false);
        output.Dispose();
        if (stopped || run.ExitCode is not { } code)
        {
            return AttemptResult.Stopped;
        }

        if (code == 0 && run.EndedLeftovers == 0)
        {
            _left.Succeeded(attempt, traces.Mark, traces.Birth);
            return AttemptResult.Success;
        }

        return Result(code, run.Signal, output) with
        {
            EndedLeftovers = run.EndedLeftovers,
        };
    }

    private AttemptResult Result(int code, int? signal, OutputCapture output)
    {
        if (code == 0)
        {
            return AttemptResult.Success;
        }

        return new AttemptResult.Failed(
            new FailureEvidence
            {
                Message = SignalName.Describe(code, signal),
                Output = output.LastLines(),
                Remark = output.Problem,
                ExitCode = code,
                Signal = signal,
                MemoryKillerStruck = code == KilledCode && _memoryKiller.HasStruck(),
            }
        );
    }

    private ProgramStart Prepare(Attempt attempt) =>
        new(
            _program,
            _arguments.Fill(attempt.Job.Columns).ToList(),
            _workingDirectory,
            AttemptEnvironment.Of(attempt)
        )
        {
            Mark = InheritedMark.Of(attempt.Token),
        };

    private AttemptResult Unattended(Exception cause) =>
        Failure(
            $"The program '{_program}' was started, but could not be attended to ({cause.Message}); "
                + $"it was ended.{SystemLimit.Remedy(cause)}",
            FailureCategory.Infrastructure,
            "program_not_attended",
            cause,
            leavesOpen: true
        );

    private static AttemptResult.Failed Failure(
        string message,
        FailureCategory category,
        string type,
        Exception? cause = null,
        bool leavesOpen = false
    ) =>
        new(
            new FailureEvidence
            {
                Message = message,
                Exception = cause,
                DeclaredCategory = category,
                DeclaredType = type,
                LeavesOpen = leavesOpen,
            }
        );

    private static string Quoted(string argument) =>
        argument.Length > 0 && !argument.Any(c => char.IsWhiteSpace(c) || c is '"' or '\'')
            ? argument
            : $"'{argument.Replace("'", "''", StringComparison.Ordinal)}'";
}
