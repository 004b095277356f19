using System.Management.Automation;
using RetryOrchestrator.Devices;
using RetryOrchestrator.Devices.Scripts;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Module.Runspaces;

/// <summary>What a script's terminating error is evidence of. Pure.</summary>
internal static class ScriptFailure
{
    /// <summary>
    /// The cause rather than PowerShell's wrapping of it: what a method or a command threw, not
    /// that calling it threw; and what was declared, wherever it stands in the chain.
    /// </summary>
    public static FailureEvidence Of(ErrorRecord error)
    {
        var cause = Unwrap(error.Exception);
        if (cause is DeclaredFailureException declared)
        {
            return new FailureEvidence
            {
                Message = declared.Message,
                DeclaredCategory = declared.Category,
                DeclaredType = declared.Type,
            };
        }

        if (cause is DeviceException device)
        {
            return device.Evidence with { LeavesOpen = true };
        }

        if (DeviceAttemptScope.Explain(cause) is { } session)
        {
            return session with { LeavesOpen = true };
        }

        var message = ReferenceEquals(cause, error.Exception) ? error.ToString() : cause.Message;
        return new FailureEvidence
        {
            Message = message,
            Exception = cause,
            ExitCode = ExitCodeOf(cause),
        };
    }

    /// <summary>A script that ended with <c>exit</c> and a code other than 0.</summary>
    public static FailureEvidence OfExit(int code) =>
        new()
        {
            Message = FormattableString.Invariant($"The script ended with exit code {code}"),
            ExitCode = code,
        };

    /// <summary>A script that left itself in the middle, by a statement that was meant for a loop.</summary>
    /// <param name="exit">The statement.</param>
    /// <param name="lines">Where its text has one; empty when only what it calls can have.</param>
    public static FailureEvidence OfCut(LoopExit exit, IReadOnlyList<int> lines)
    {
        var word = exit is LoopExit.Continue ? "continue" : "break";
        var place = lines.Count switch
        {
            0 => "somewhere in what it calls",
            1 => FormattableString.Invariant($"line {lines[0]}"),
            _ => $"line {string.Join(" or ", lines)}",
        };
        return new FailureEvidence
        {
            Message =
                $"The script did not come to its end: a '{word}' outside of any loop left it ({place}). "
                + "To go on with the next object of ForEach-Object, use 'return'.",
        };
    }

    /// <summary>A script whose last program ended with a code other than 0.</summary>
    /// <param name="code">The exit code.</param>
    /// <param name="output">What the script wrote last.</param>
    public static FailureEvidence OfLastProgram(int code, ProgramOutput output) =>
        new()
        {
            Message = FormattableString.Invariant(
                $"The script's last program ended with exit code {code}"
            ),
            Output = output,
            ExitCode = code,
        };

    // What PowerShell throws for a program's exit code where the script asked for that; its type is
    // not known to the oldest shell that the module works in.
    private static int? ExitCodeOf(Exception cause) =>
        cause.GetType() is { Name: "NativeCommandExitException" } type
            ? type.GetProperty("ExitCode")?.GetValue(cause) as int?
            : null;

    private static Exception Unwrap(Exception exception)
    {
        var cause = exception;
        while (IsWrapping(cause) && cause.InnerException is { } inner)
        {
            cause = inner;
        }

        return cause;
    }

    private static bool IsWrapping(Exception exception) =>
        exception
            is MethodInvocationException
                or CmdletInvocationException
                or ActionPreferenceStopException
                or AggregateException { InnerExceptions.Count: 1 };
}
