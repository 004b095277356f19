using System.Globalization;

namespace RetryOrchestrator.Engine.Outcomes;

/// <summary>The names of the signals that end programs, with the numbers of Linux.</summary>
public static class SignalName
{
    private static readonly Dictionary<int, string> Names = new()
    {
        [1] = "SIGHUP",
        [2] = "SIGINT",
        [3] = "SIGQUIT",
        [4] = "SIGILL",
        [5] = "SIGTRAP",
        [6] = "SIGABRT",
        [7] = "SIGBUS",
        [8] = "SIGFPE",
        [9] = "SIGKILL",
        [10] = "SIGUSR1",
        [11] = "SIGSEGV",
        [12] = "SIGUSR2",
        [13] = "SIGPIPE",
        [14] = "SIGALRM",
        [15] = "SIGTERM",
        [24] = "SIGXCPU",
        [25] = "SIGXFSZ",
        [31] = "SIGSYS",
    };

    /// <summary>The names, by number.</summary>
    public static IEnumerable<string> All => Names.Values;

    /// <summary>The name of a signal, or null when it has none here.</summary>
    public static string? Of(int signal) => Names.GetValueOrDefault(signal);

    /// <summary>Reads a number from 1 to 64, or a name with or without its SIG.</summary>
    public static bool TryParse(string text, out int signal)
    {
        var word = text.Trim();
        if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out signal))
        {
            return signal is >= 1 and <= 64;
        }

        signal = Names
            .FirstOrDefault(known =>
                known.Value.Equals(word, StringComparison.OrdinalIgnoreCase)
                || known.Value[3..].Equals(word, StringComparison.OrdinalIgnoreCase)
            )
            .Key;
        return signal > 0;
    }

    /// <summary>How a program ended that said nothing: its exit code, or the signal that ended it.</summary>
    /// <param name="exitCode">Its exit code.</param>
    /// <param name="signal">The signal, where it is known that one ended it.</param>
    public static string Describe(int exitCode, int? signal) =>
        signal is { } number
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"ended by signal {number}{(Of(number) is { } name ? $" ({name})" : "")}"
            )
            // Shells, and the runtimes of other systems, report their child's signal this way.
            : string.Create(
                CultureInfo.InvariantCulture,
                $"exit code {exitCode}{(Of(exitCode - 128) is { } likely ? $" (as after {likely})" : "")}"
            );
}
