using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace RetryOrchestrator.Engine.Text;

/// <summary>
/// JSON that people write: comments and trailing commas are allowed, and what is wrong with it is
/// told with its line.
/// </summary>
internal sealed class JsonText
{
    private static readonly JsonReaderOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    private readonly ReadOnlyMemory<byte> _text;

    // Lines are asked for in order: what was counted is not counted again.
    private (int Position, int Line) _counted = (0, 1);

    /// <param name="bytes">UTF-8, with a byte order mark or without.</param>
    public JsonText(byte[] bytes) =>
        _text = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsMemory(3) : bytes;

    /// <summary>Reads what the caller knows, as a reader that stands before the first token.</summary>
    public delegate void Walk(ref Utf8JsonReader reader);

    /// <summary>
    /// Walks through the text once. What is wrong with the text itself, behind the walk too, is
    /// added to the faults.
    /// </summary>
    public void Read(List<string> faults, Walk walk)
    {
        if (FirstThatIsNotUtf8() is { } position)
        {
            faults.Add($"line {LineOf(position)}: it is not UTF-8; save it as UTF-8.");
            return;
        }

        var reader = new Utf8JsonReader(_text.Span, Options);
        try
        {
            walk(ref reader);
            while (reader.Read()) { }
        }
        catch (JsonException fault)
        {
            faults.Add($"line {fault.LineNumber + 1}: this is not JSON. {Describe(fault)}");
        }
        // What the reader says to half of a surrogate pair, such as "\ud800".
        catch (InvalidOperationException)
        {
            faults.Add(
                $"line {LineOf(reader)}: a text holds a \\u escape for a character that does not exist."
            );
        }
    }

    /// <summary>The line a reader's token begins on, from 1.</summary>
    public int LineOf(in Utf8JsonReader reader) => LineOf((int)reader.TokenStartIndex);

    private int LineOf(int position)
    {
        var behind = _text.Span[_counted.Position..position];
        _counted = (position, _counted.Line + behind.Count((byte)'\n'));
        return _counted.Line;
    }

    private int? FirstThatIsNotUtf8()
    {
        var text = _text.Span;
        Span<char> characters = stackalloc char[256];
        for (var position = 0; position < text.Length; )
        {
            var status = Utf8.ToUtf16(
                text[position..],
                characters,
                out var read,
                out _,
                replaceInvalidSequences: false
            );
            position += read;
            if (status is OperationStatus.InvalidData or OperationStatus.NeedMoreData)
            {
                return position;
            }
        }

        return null;
    }

    private static string Describe(JsonException fault)
    {
        var end = fault.Message.LastIndexOf(" LineNumber:", StringComparison.Ordinal);
        return Excerpt.OfSentence(end < 0 ? fault.Message : fault.Message[..end]);
    }
}
