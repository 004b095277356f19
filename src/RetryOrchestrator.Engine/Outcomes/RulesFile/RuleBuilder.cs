using System.Globalization;
using System.Text.RegularExpressions;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes.Rules;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Outcomes.RulesFile;

/// <summary>Checks one rule of a file, noting everything that is wrong with it.</summary>
internal sealed partial class RuleBuilder
{
    private const int MaxPattern = 1_000;

    // A rule with more names that there are not is no rule.
    private const int MaxNames = 20;

    private static readonly string[] Names =
    [
        "category",
        "type",
        "message",
        "exception_type",
        "exit_code",
        "signal",
        "when_type",
        "name",
    ];

    private readonly Dictionary<string, RuleField> _fields = [];
    private readonly List<string> _faults = [];

    private RuleBuilder(RuleEntry entry)
    {
        _faults.AddRange(NameFaults(entry.Fields.Select(field => field.Name).ToList()));
        foreach (var field in entry.Fields)
        {
            _fields[ColumnName.Key(field.Name)] = field;
        }
    }

    /// <summary>Whether names can be the header of a rules file.</summary>
    public static bool IsHeader(IReadOnlyList<string> names) =>
        names.Any(name => ColumnName.Key(name) == "category");

    /// <summary>Whether a name is one that rules know. Case, spaces and underscores do not count.</summary>
    public static bool IsKnown(string name) =>
        Array.Exists(Names, known => ColumnName.Key(known) == ColumnName.Key(name));

    /// <summary>What is wrong with the names.</summary>
    public static IEnumerable<string> NameFaults(IReadOnlyList<string> names)
    {
        foreach (var name in names.Where(name => !IsKnown(name)).Take(MaxNames))
        {
            var meant = NearestName.Of(name, Names) is { } near
                ? $"did you mean '{near}'?"
                : $"there are {string.Join(", ", Names)}.";
            yield return $"a rule has no {Excerpt.Of(name)}; {meant}";
        }

        foreach (
            var twice in names
                .GroupBy(ColumnName.Key)
                .Where(group => group.Count() > 1)
                .Take(MaxNames)
        )
        {
            yield return $"{Excerpt.Of(twice.First())} stands twice; keep one.";
        }
    }

    /// <summary>The rule, or null with its faults added.</summary>
    /// <param name="entry">What the file says.</param>
    /// <param name="defaultName">Its name if it has none of its own.</param>
    /// <param name="faults">Takes the faults, each with its line.</param>
    public static FailureRule? Build(RuleEntry entry, string defaultName, List<string> faults)
    {
        var builder = new RuleBuilder(entry);
        var rule = builder.Build(defaultName);
        faults.AddRange(builder._faults.Select(fault => $"line {entry.Line}: {fault}"));
        return builder._faults.Count == 0 ? rule : null;
    }

    private FailureRule Build(string defaultName)
    {
        var rule = new FailureRule
        {
            Name = Text("name") ?? defaultName,
            Category = Category(),
            Type = Type(),
            Message = Message(),
            ExceptionType = Text("exception_type"),
            ExitCode = ExitCode(),
            Signal = Signal(),
            WhenType = Text("when_type"),
        };
        string[] conditions = ["message", "exception_type", "exit_code", "signal", "when_type"];
        if (!conditions.Any(name => _fields.ContainsKey(ColumnName.Key(name))))
        {
            _faults.Add(
                "the rule names no condition; give it a message, an exception_type, an exit_code, "
                    + "a signal or a when_type."
            );
        }

        return rule;
    }

    private FailureCategory Category()
    {
        var word = Text("category");
        if (word is null)
        {
            if (!_fields.ContainsKey("category"))
            {
                _faults.Add($"the rule has no category; give one of {FailureCategoryWords.List}.");
            }

            return FailureCategory.Unknown;
        }

        if (!FailureCategoryWords.TryParse(word, out var category))
        {
            _faults.Add($"category {Excerpt.Of(word)} is none of {FailureCategoryWords.List}.");
        }

        return category;
    }

    private string Type()
    {
        var type = Text("type") ?? "";
        if (type.Length > 0 && !SnakeCase().IsMatch(type))
        {
            _faults.Add(
                $"type {Excerpt.Of(type)} is no word such as logged_out "
                    + "(lower-case letters, digits and underscores, at most 64)."
            );
        }

        return type;
    }

    private string? Message()
    {
        var pattern = Text("message");
        if (pattern is null)
        {
            return null;
        }

        if (pattern.Length > MaxPattern)
        {
            _faults.Add($"message is longer than {MaxPattern} characters.");
            return null;
        }

        try
        {
            WholeWords.Compile(pattern, WholeWords.TimeLimit);
        }
        catch (RegexParseException exception)
        {
            _faults.Add(
                $"message {Excerpt.Of(pattern)} is no regular expression. {Excerpt.OfSentence(exception.Message)} "
                    + @"A character that is meant as such takes a backslash before it, such as \( or \?."
            );
        }

        return pattern;
    }

    private int? ExitCode()
    {
        if (!_fields.TryGetValue(ColumnName.Key("exit_code"), out var field))
        {
            return null;
        }

        if (
            int.TryParse(
                field.Value,
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var code
            )
        )
        {
            return code;
        }

        _faults.Add("exit_code must be a whole number, such as 75.");
        return null;
    }

    private int? Signal()
    {
        if (!_fields.TryGetValue("signal", out var field))
        {
            return null;
        }

        if (field.Value is { } value && SignalName.TryParse(value, out var signal))
        {
            return signal;
        }

        _faults.Add("signal must be a signal's number or name, such as 9 or SIGKILL.");
        return null;
    }

    private string? Text(string name)
    {
        if (!_fields.TryGetValue(ColumnName.Key(name), out var field))
        {
            return null;
        }

        if (field is { IsText: true, Value: { } value } && !string.IsNullOrWhiteSpace(value))
        {
            // Blanks at the edge of a pattern may be meant; of anything else they are not.
            return name == "message" ? value : value.Trim();
        }

        _faults.Add($"{name} must be a text that is not blank; leave it out if there is none.");
        return null;
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex SnakeCase();
}
