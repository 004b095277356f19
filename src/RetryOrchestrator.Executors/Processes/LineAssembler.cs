using System.Text;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>
/// Turns the bytes of one output stream into lines as a person in front of a terminal would have
/// seen them: without colours, and of a line that was drawn anew with carriage returns the last
/// drawing. A line longer than <see cref="MaxBytes"/> comes in pieces, so that no line takes more
/// memory than that.
/// </summary>
internal sealed class LineAssembler
{
    public const int MaxBytes = 16 * 1024;

    private readonly LastLines _last = new(ProgramOutput.MaxLines);
    private readonly ByteLine _line = new(MaxBytes);

    // What stood in the line before it was drawn anew; it stays when the new drawing is blank.
    private readonly ByteLine _drawn = new(MaxBytes);
    private bool _returned;
    private bool _continues;

    /// <summary>The last lines that were not blank, oldest first; of a long one its first piece and an ellipsis.</summary>
    public IReadOnlyList<string> LastLines => _last.ToList();

    /// <summary>Takes bytes; gives each line or piece, and whether it continues one.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, Action<string, bool> line)
    {
        while (bytes.Length > 0)
        {
            var end = bytes.IndexOfAny((byte)'\n', (byte)'\r');
            var room = MaxBytes - _line.Length;
            var taken = Math.Min(end < 0 ? bytes.Length : end, room);
            if (taken > 0)
            {
                DrawAnew();
                _line.Append(bytes[..taken]);
                bytes = bytes[taken..];
            }

            if (bytes is [(byte)'\n', ..])
            {
                bytes = bytes[1..];
                EndLine(line);
            }
            else if (bytes is [(byte)'\r', ..])
            {
                bytes = bytes[1..];
                _returned = true;
            }
            else if (_line.Length == MaxBytes)
            {
                Emit(_line.CharacterBoundary(), line);
                _continues = true;
            }
        }
    }

    /// <summary>
    /// Takes bytes of which only <see cref="LastLines"/> will ever be asked: all before the last
    /// lines in them is passed over unread.
    /// </summary>
    public void FeedLast(ReadOnlySpan<byte> bytes)
    {
        var start = StartOfLast(bytes, ProgramOutput.MaxLines + 1);
        if (start > 0)
        {
            Forget();
        }

        Feed(bytes[start..], (_, _) => { });
    }

    /// <summary>Gives what stands after the last line feed.</summary>
    public void Complete(Action<string, bool> line)
    {
        if (_line.Length + _drawn.Length > 0)
        {
            EndLine(line);
        }
    }

    /// <summary>Where the last lines that are not blank begin; 0 when there are no more than these.</summary>
    private static int StartOfLast(ReadOnlySpan<byte> bytes, int count)
    {
        var end = bytes.Length;
        while (end > 0)
        {
            var start = bytes[..end].LastIndexOf((byte)'\n') + 1;
            if (bytes[start..end].IndexOfAnyExcept(" \t\r\n"u8) >= 0 && --count == 0)
            {
                return start;
            }

            end = start - 1;
        }

        return 0;
    }

    private void Forget()
    {
        _line.Clear();
        _drawn.Clear();
        _returned = false;
        _continues = false;
    }

    /// <summary>After a carriage return more comes: what stood in the line is written over.</summary>
    private void DrawAnew()
    {
        if (!_returned)
        {
            return;
        }

        _returned = false;
        KeepDrawn();
    }

    private void KeepDrawn()
    {
        if (!IsBlank(_line))
        {
            _drawn.Take(_line);
        }

        _line.Clear();
    }

    private void EndLine(Action<string, bool> line)
    {
        _returned = false;
        if (_drawn.Length > 0 && IsBlank(_line))
        {
            _line.Take(_drawn);
        }

        _drawn.Clear();
        Emit(_line.Length, line);
        _continues = false;
    }

    private void Emit(int length, Action<string, bool> line)
    {
        var text = TextOf(_line.Bytes[..length]);
        if (_continues)
        {
            _last.MarkCut();
        }
        else if (!string.IsNullOrWhiteSpace(text))
        {
            _last.Add(text);
        }

        line(text, _continues);
        _line.RemoveFirst(length);
    }

    private static string TextOf(ReadOnlySpan<byte> bytes) =>
        TerminalText.Clean(TerminalOutput.AsSeen(Encoding.UTF8.GetString(bytes)));

    // Erasing a line draws nothing.
    private static bool IsBlank(ByteLine line) =>
        line.Bytes.IndexOfAnyExcept(" \t"u8) is var first
        && (
            first < 0
            || line.Bytes.Contains((byte)0x1b) && string.IsNullOrWhiteSpace(TextOf(line.Bytes))
        );
}
