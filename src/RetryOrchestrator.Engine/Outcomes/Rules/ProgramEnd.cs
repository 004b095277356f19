using System.Globalization;

namespace RetryOrchestrator.Engine.Outcomes.Rules;

/// <summary>
/// What the way a program ended says by itself, whatever it printed: a signal, or an exit code that
/// shells and launchers give for one (128 and its number) or for a command they could not run.
/// </summary>
internal static class ProgramEnd
{
    public const string KilledRule = "signal:killed";
    public const string CrashedRule = "signal:crashed";
    public const string CommandNotFoundRule = "exit_code:command_not_found";

    private const int SignalledCode = 128;
    private const int Abort = 6;
    private const int Kill = 9;
    private const int Terminate = 15;
    private const int NotExecutable = 126;
    private const int NotFound = 127;

    // SIGILL, SIGABRT, SIGBUS, SIGFPE, SIGSEGV.
    private static readonly int[] Crashes = [4, Abort, 7, 8, 11];

    /// <summary>The signal that ended it, or what it started: as the system or its exit code says.</summary>
    public static int? SignalOf(FailureEvidence evidence) =>
        evidence.Signal
        ?? (evidence.ExitCode is { } code and > SignalledCode ? code - SignalledCode : null);

    /// <summary>Somebody else ended it: nothing it printed is the reason.</summary>
    public static bool IsKill(FailureEvidence evidence) => SignalOf(evidence) is Kill or Terminate;

    /// <summary>It ended by a fault of its own.</summary>
    public static bool IsCrash(FailureEvidence evidence) =>
        SignalOf(evidence) is { } signal && Crashes.Contains(signal);

    /// <summary>
    /// A program that aborts does so on purpose, as .NET, C++ and node do with an exception that
    /// nobody caught: it has said why. Those that the processor stopped have not.
    /// </summary>
    public static bool MayHaveSaidWhy(FailureEvidence evidence) => SignalOf(evidence) is Abort;

    /// <summary>A shell, or a launcher such as env, could not run the command it was given.</summary>
    public static bool IsMissingCommand(FailureEvidence evidence) =>
        evidence.ExitCode is NotExecutable or NotFound;

    /// <summary>The message of one that was killed: by what, then what it said last.</summary>
    /// <param name="evidence">What is known of it.</param>
    /// <param name="said">What it said last; nothing of a program that said nothing.</param>
    public static string DescribeKill(FailureEvidence evidence, string? said)
    {
        var signal = SignalOf(evidence)!.Value;
        var name = SignalName.Of(signal);
        var how = evidence.Signal is null
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"exit code {evidence.ExitCode}, as of a program killed by {name}"
            )
            : $"killed by {name} from outside";
        var killer =
            signal != Kill ? ""
            : evidence.MemoryKillerStruck
                ? ", as it seems by the machine's memory killer, which has ended a process since"
            : ", possibly by the machine's memory killer";
        var rest =
            !string.IsNullOrWhiteSpace(said) ? $"; it last said: {said}"
            : evidence.Remark is { } remark ? $" ({remark})"
            : "";
        return how + killer + rest;
    }
}
