using System.Globalization;
using System.Text.RegularExpressions;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Executors.Simulated;

/// <summary>
/// What the attempts of a simulated job do, as the <c>simulate</c> column says it. Parsing is pure.
/// </summary>
/// <remarks>
/// <code>
/// script   = entry { ";" entry }               the n-th entry is the n-th attempt; the last repeats
/// entry    = "success" [ after ]
///          | "hang"                            runs until it is stopped or times out
///          | category [ after ] [ ":" message ]  that category, whatever the rules say
///          | after ":" message                 classified by the rules
///          | message                           classified by the rules
/// category = "account" | "input" | "infrastructure" | "unknown"
/// after    = "after" number ( "ms" | "s" | "m" )
/// </code>
/// Such as <c>infrastructure after 2s: ADB timeout; Account suspended; success after 200ms</c>.
/// Case and blanks do not count. An entry that begins with one of the words but goes on otherwise,
/// such as <c>Account suspended</c>, is a message. A message cannot hold a semicolon.
/// </remarks>
public sealed partial class SimulationScript
{
    /// <summary>The column that holds it.</summary>
    public const string ColumnName = "simulate";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    private readonly SimulatedStep[] _steps;

    private SimulationScript(SimulatedStep[] steps) => _steps = steps;

    /// <summary>What the attempt does.</summary>
    /// <param name="countedBefore">How many attempts of the job counted before, from 0.</param>
    public SimulatedStep Step(int countedBefore) =>
        _steps[Math.Clamp(countedBefore, 0, _steps.Length - 1)];

    /// <summary>Reads a script.</summary>
    /// <param name="text">The text of the column; not blank.</param>
    /// <param name="script">The script, when the text is one.</param>
    /// <param name="problem">What is wrong and what would be right, when it is not.</param>
    public static bool TryParse(string text, out SimulationScript? script, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        script = null;
        problem = null;
        var entries = text.Split(';', StringSplitOptions.TrimEntries);
        var steps = new SimulatedStep[entries.Length];
        for (var i = 0; i < entries.Length; i++)
        {
            if (ParseEntry(entries[i], out var fault) is not { } step)
            {
                problem = $"simulate, entry {i + 1}: {fault}";
                return false;
            }

            steps[i] = step;
        }

        script = new SimulationScript(steps);
        return true;
    }

    private static SimulatedStep? ParseEntry(string entry, out string? fault)
    {
        fault = null;
        if (entry.Equals("success", StringComparison.OrdinalIgnoreCase))
        {
            return SimulatedStep.Succeeds;
        }

        if (entry.Length == 0)
        {
            fault =
                "it is empty. Write success, hang or a failure such as infrastructure: timeout.";
            return null;
        }

        var match = Entry().Match(entry);
        if (!match.Success)
        {
            return new SimulatedStep(AttemptResult.FailedWith(entry), null);
        }

        TimeSpan? after = null;
        if (match.Groups["after"].Success)
        {
            var duration = match.Groups["duration"].Value;
            after = ParseDuration(duration);
            if (after is null)
            {
                fault =
                    $"'{duration}' is no duration. Write a number and ms, s or m, up to 7 days, such as 200ms.";
                return null;
            }
        }

        var message = match.Groups["message"] is { Success: true } group
            ? group.Value.Trim()
            : null;
        return Compose(match.Groups["word"].Value.ToLowerInvariant(), after, message, out fault);
    }

    private static SimulatedStep? Compose(
        string word,
        TimeSpan? after,
        string? message,
        out string? fault
    )
    {
        fault = (word, after, message) switch
        {
            ("success" or "hang", _, not null) => $"'{word}' takes no message.",
            ("hang", not null, _) => "'hang' takes no duration: it runs until it is stopped.",
            ("", _, null or "") =>
                "after a duration a message is expected, such as after 2s: ADB timeout.",
            _ => null,
        };
        if (fault is not null)
        {
            return null;
        }

        AttemptResult? result = word switch
        {
            "success" => AttemptResult.Success,
            "hang" => null,
            "" => AttemptResult.FailedWith(message!),
            _ => SimulatedStep.Declared(
                Enum.Parse<FailureCategory>(word, ignoreCase: true),
                string.IsNullOrEmpty(message) ? $"simulated {word} failure" : message
            ),
        };
        return new SimulatedStep(result, after);
    }

    private static TimeSpan? ParseDuration(string text)
    {
        var number = text.TrimEnd([.. "msMS "]);
        var unit = text[number.Length..].Trim().ToLowerInvariant();
        var milliseconds = unit switch
        {
            "ms" => 1.0,
            "s" => 1000.0,
            "m" => 60_000.0,
            _ => 0,
        };
        var isNumber = double.TryParse(
            number,
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var value
        );
        return isNumber && milliseconds > 0 && value * milliseconds <= Longest.TotalMilliseconds
            ? TimeSpan.FromMilliseconds(value * milliseconds)
            : null;
    }

    // Anything that does not go on in one of these ways is a message.
    [GeneratedRegex(
        @"^(?<word>success|hang|account|input|infrastructure|unknown)?\s*(?<after>\bafter(\s+(?<duration>[\d.]+\s*\w*|\w+))?)?\s*(:(?<message>.*))?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline
    )]
    private static partial Regex Entry();
}
