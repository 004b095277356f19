using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Devices.Adb;

/// <summary>What a command in a device's shell came to: it ran to its end.</summary>
/// <param name="ExitCode">The command's own.</param>
/// <param name="Output">Its standard output (and its standard error too, on phones before Android 7).</param>
/// <param name="Error">Its standard error.</param>
public sealed record ShellOutput(int ExitCode, string Output, string Error);

/// <content>The device's shell, and what is done through it.</content>
public sealed partial class AdbDevice
{
    // Distinguishes this process's sentinels from anything a caption might hold.
    private static readonly string SentinelStem = $"__adb_{Guid.NewGuid():N}_";
    private static long _sentinels;

    /// <summary>
    /// Runs a program on the device with exactly these arguments. Whatever its exit code, it
    /// succeeded when the exit code is known; a connection lost in the middle is a failure. For a
    /// line with pipes or redirections run <c>sh</c>, <c>-c</c> and the line.
    /// </summary>
    /// <param name="words">The program and its arguments.</param>
    /// <param name="limit">The time limit; null for the usual one.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<AdbResult<ShellOutput>> ShellAsync(
        IReadOnlyList<string> words,
        TimeSpan? limit = null,
        CancellationToken stop = default
    )
    {
        if (words.Any(word => word.Contains('\0')))
        {
            return AdbFailure.Declared(
                FailureCategory.Input,
                "invalid_text",
                "A text for the device contains a zero character, which no program can be given."
            );
        }

        var sentinel = $"{SentinelStem}{Interlocked.Increment(ref _sentinels)}:";
        var line = DeviceShell.WithSentinel(DeviceShell.Command(words), sentinel);
        var call = await CallAsync(limit ?? Limits.Shell, stop, "shell", line)
            .ConfigureAwait(false);
        if (
            call.End == AdbCallEnd.Exited
            && DeviceShell.TryRead(call.OutputText, sentinel, out var output, out var exitCode)
        )
        {
            return new ShellOutput(exitCode, output, call.Error);
        }

        return AdbFailure.OfShell(call);
    }

    /// <summary>
    /// The same, and an exit code other than 0 is a failure too, with the last line that was
    /// printed as its message.
    /// </summary>
    public async Task<AdbResult<string>> RunAsync(
        IReadOnlyList<string> words,
        TimeSpan? limit = null,
        CancellationToken stop = default
    )
    {
        var result = await ShellAsync(words, limit, stop).ConfigureAwait(false);
        if (!result.Succeeded)
        {
            return result.Failure;
        }

        return result.Value.ExitCode == 0 ? result.Value.Output : Refused(words[0], result.Value);
    }

    /// <summary>
    /// Starts an activity. That none answers the intent is a failure of type
    /// <c>activity_not_started</c>; <c>am</c> says so in its output and not always in its exit code.
    /// </summary>
    public async Task<AdbResult<Done>> StartActivityAsync(
        DeviceIntent intent,
        CancellationToken stop = default
    )
    {
        var result = await ShellAsync(intent.ToCommand(), null, stop).ConfigureAwait(false);
        if (!result.Succeeded)
        {
            return result.Failure;
        }

        var lines = $"{result.Value.Output}\n{result.Value.Error}".Split('\n');
        var error = lines.FirstOrDefault(line =>
            line.StartsWith("Error") || line.Contains("Exception")
        );
        return result.Value.ExitCode == 0 && error is null
            ? Done.Value
            : AdbFailure.Declared(
                FailureCategory.Unknown,
                "activity_not_started",
                $"am start on {Serial}: {error?.Trim() ?? $"exit code {result.Value.ExitCode}"}"
            );
    }

    /// <summary>
    /// Types a text into the focused field with <c>input text</c>; see <see cref="InputText"/> for
    /// what it can type. Text it cannot type is refused before anything is typed.
    /// </summary>
    public async Task<AdbResult<Done>> InputTextAsync(string text, CancellationToken stop = default)
    {
        if (InputText.FindUntypable(text) is { } character)
        {
            return AdbFailure.Declared(
                FailureCategory.Input,
                "untypable_text",
                $"'{character}' cannot be typed through adb, which types ASCII only. Type it through "
                    + "an Appium session, or hand the text over in an intent."
            );
        }

        foreach (var command in InputText.Commands(text))
        {
            var result = await RunAsync(command, null, stop).ConfigureAwait(false);
            if (!result.Succeeded)
            {
                return result.Failure;
            }
        }

        return Done.Value;
    }

    /// <summary>
    /// Whether a job can use it now: adb shows it ready, its shell answers, its system has booted.
    /// Bounded by <see cref="AdbLimits.Probe"/> for each step.
    /// </summary>
    public async Task<AdbResult<Done>> ProbeAsync(CancellationToken stop = default)
    {
        var state = await CheckStateAsync(stop).ConfigureAwait(false);
        if (!state.Succeeded)
        {
            return state;
        }

        var booted = await RunAsync(["getprop", "sys.boot_completed"], Limits.Probe, stop)
            .ConfigureAwait(false);
        return !booted.Succeeded ? booted.Failure
            : booted.Value.Trim() == "1" ? Done.Value
            : AdbFailure.Declared(
                AdbFailure.NotReady,
                $"device '{Serial}' has not finished booting"
            );
    }

    private FailureEvidence Refused(string program, ShellOutput output)
    {
        var last =
            $"{output.Output}\n{output.Error}"
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .LastOrDefault()
            ?? "it said nothing";
        return new FailureEvidence
        {
            Message = FormattableString.Invariant(
                $"{program} on {Serial}: {last} (exit code {output.ExitCode})"
            ),
            ExitCode = output.ExitCode,
        };
    }
}
