using System.Globalization;
using System.Text.RegularExpressions;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>
/// Reads processes from <c>ps</c>, for macOS, which has no <c>/proc</c>. Best effort: the system
/// hides the environment of its own protected programs, which are then found only as descendants.
/// </summary>
internal sealed partial class PsProcessScan : IProcessScan
{
    /// <inheritdoc/>
    public IReadOnlyList<ProcessEntry> Read()
    {
        using var ps = ChildProcess.Start(
            "/bin/ps",
            ["-axwwE", "-o", "pid=,ppid=,state=,lstart=,command="],
            [new("LC_ALL", "C")]
        );
        ps.CloseInput();
        using var output = new StreamReader(ps.Output);
        var lines = output.ReadToEnd().Split('\n');
        ps.Process.WaitForExit();
        return lines.Select(Parse).OfType<ProcessEntry>().ToList();
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> ArgumentsOf(ProcessEntry process) =>
        process.Command?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>One line of the listing, or null when it is no live process.</summary>
    internal static ProcessEntry? Parse(string line)
    {
        if (
            Line().Match(line) is not { Success: true } match
            || match.Groups["state"].Value[0] == 'Z'
        )
        {
            return null;
        }

        var command = match.Groups["command"].Value;
        return new ProcessEntry(
            int.Parse(match.Groups["pid"].Value, CultureInfo.InvariantCulture),
            int.Parse(match.Groups["ppid"].Value, CultureInfo.InvariantCulture),
            ParseStart(match.Groups["start"].Value)
        )
        {
            Token = Token().Match(command) is { Success: true } token
                ? token.Groups[1].Value
                : null,
            Command = command,
        };
    }

    private static long ParseStart(string text) =>
        DateTime.TryParseExact(
            text,
            "ddd MMM d HH:mm:ss yyyy",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AllowWhiteSpaces,
            out var start
        )
            ? start.Ticks
            : 0;

    [GeneratedRegex(
        @"^\s*(?<pid>\d+)\s+(?<ppid>\d+)\s+(?<state>\S+)\s+(?<start>\w+\s+\w+\s+\d+\s+[\d:]+\s+\d+)\s+(?<command>.*)$"
    )]
    private static partial Regex Line();

    [GeneratedRegex(@"(?:^|\s)" + AttemptEnvironment.TokenVariable + @"=(\S+)")]
    private static partial Regex Token();
}
