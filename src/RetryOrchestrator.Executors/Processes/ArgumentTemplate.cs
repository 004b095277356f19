using System.Text;
using System.Text.RegularExpressions;
using RetryOrchestrator.Engine.Jobs;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>
/// The arguments of a program with <c>{column}</c> placeholders, parsed once and filled in for
/// each job. Pure.
/// </summary>
/// <remarks>
/// Only a name in braces is a placeholder: letters, digits, space, <c>_ - .</c>, at least one
/// letter or digit. All other braces are text, so JSON such as <c>{"id":"{job_id}"}</c> needs no
/// care. A name that is to stay in braces has them doubled: <c>{{account}}</c> gives
/// <c>{account}</c>, and <c>{{{account}}}</c> gives the value in braces.
/// </remarks>
public sealed partial class ArgumentTemplate
{
    private static readonly string[] AlwaysKnown =
    [
        ColumnName.JobId,
        ColumnName.Account,
        ColumnName.Device,
        ColumnName.VideoPath,
        ColumnName.Caption,
    ];

    private readonly Piece[][] _arguments;

    private ArgumentTemplate(Piece[][] arguments) => _arguments = arguments;

    /// <summary>Parses arguments; every text is a valid one.</summary>
    public static ArgumentTemplate Parse(IEnumerable<string> arguments) =>
        new(arguments.Select(ParseOne).ToArray());

    /// <summary>How many arguments there are.</summary>
    public int Count => _arguments.Length;

    /// <summary>The columns that the placeholders name, each once.</summary>
    public IEnumerable<string> Columns =>
        _arguments
            .SelectMany(pieces => pieces)
            .Where(piece => piece.IsColumn)
            .Select(piece => piece.Text)
            .Distinct();

    /// <summary>The arguments for a job. A known column that the job does not have is empty.</summary>
    public IEnumerable<string> Fill(JobColumns columns) =>
        _arguments.Select(pieces => Fill(pieces, columns));

    /// <summary>
    /// What is wrong with the placeholders, one message each; empty when all can be filled.
    /// <c>job_id</c>, <c>account</c>, <c>device</c>, <c>video_path</c> and <c>caption</c> always can.
    /// </summary>
    /// <param name="available">The names of the columns that the list of jobs has.</param>
    public IReadOnlyList<string> FindUnknown(IReadOnlyCollection<string> available)
    {
        var known = available.Concat(AlwaysKnown).Select(ColumnName.Canonical).ToList();
        var keys = known.Select(ColumnName.Key).ToHashSet();
        return _arguments
            .SelectMany(pieces => pieces)
            .Where(piece => piece.IsColumn && !keys.Contains(ColumnName.Key(piece.Text)))
            .Select(piece => piece.Text)
            .Distinct()
            .Select(name =>
                $"The jobs have no column '{name}' for the placeholder {{{name}}} of -ArgumentList. "
                + $"Available: {string.Join(", ", known.Distinct())}. "
                + $"For literal braces write {{{{{name}}}}}."
            )
            .ToList();
    }

    private static string Fill(Piece[] pieces, JobColumns columns)
    {
        if (pieces is [var only])
        {
            return only.Value(columns);
        }

        var text = new StringBuilder();
        foreach (var piece in pieces)
        {
            text.Append(piece.Value(columns));
        }

        return text.ToString();
    }

    private static Piece[] ParseOne(string argument)
    {
        var pieces = new List<Piece>();
        var done = 0;
        foreach (Match match in Braces().Matches(argument))
        {
            pieces.Add(new Piece(argument[done..match.Index]));
            if (match.Groups["value"] is { Success: true } value)
            {
                pieces.Add(new Piece(ColumnName.Canonical(value.Value), IsColumn: true));
            }
            else if (match.Groups["inner"] is { Success: true } inner)
            {
                pieces.Add(new Piece("{"));
                pieces.Add(new Piece(ColumnName.Canonical(inner.Value), IsColumn: true));
                pieces.Add(new Piece("}"));
            }
            else
            {
                pieces.Add(new Piece(match.Value[1..^1]));
            }

            done = match.Index + match.Length;
        }

        pieces.Add(new Piece(argument[done..]));
        pieces.RemoveAll(piece => piece is { IsColumn: false, Text: "" });
        return pieces.Count == 0 ? [new Piece("")] : [.. pieces];
    }

    private const string Name = @"(?=[^{}]*[\p{L}\p{N}])[\p{L}\p{M}\p{N} _.\-]+";

    [GeneratedRegex(
        @"\{\{\{(?<inner>" + Name + @")\}\}\}|\{\{" + Name + @"\}\}|\{(?<value>" + Name + @")\}",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Braces();

    private readonly record struct Piece(string Text, bool IsColumn = false)
    {
        public string Value(JobColumns columns) => IsColumn ? columns[Text] ?? "" : Text;
    }
}
