using System.Text;
using RetryOrchestrator.Engine.Rendering;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>
/// Turns the bytes of one output stream into lines that are safe to show. A line longer than
/// <see cref="MaxBytes"/> comes in pieces, so that no line takes more memory than that.
/// </summary>
internal sealed class LineAssembler
{
    public const int MaxBytes = 16 * 1024;

    private byte[] _partial = new byte[256];
    private int _length;
    private bool _continues;

    /// <summary>The last line that was not blank, or its first piece and an ellipsis.</summary>
    public string? LastLine { get; private set; }

    /// <summary>Takes bytes; gives each line or piece, and whether it continues one.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, Action<string, bool> line)
    {
        while (bytes.Length > 0)
        {
            var end = bytes.IndexOf((byte)'\n');
            var room = MaxBytes - _length;
            var taken = Math.Min(end < 0 ? bytes.Length : end, room);
            Append(bytes[..taken]);
            bytes = bytes[taken..];
            if (bytes is [(byte)'\n', ..])
            {
                bytes = bytes[1..];
                Emit(_length, line);
                _continues = false;
            }
            else if (_length == MaxBytes)
            {
                Emit(CharacterBoundary(), line);
                _continues = true;
            }
        }
    }

    /// <summary>
    /// Takes bytes of which only <see cref="LastLine"/> will ever be asked: all before the last
    /// line in them that is not blank is passed over unread.
    /// </summary>
    public void FeedLast(ReadOnlySpan<byte> bytes)
    {
        var content = bytes.LastIndexOfAnyExcept(" \t\r\n"u8) + 1;
        var start = bytes[..content].LastIndexOf((byte)'\n') + 1;
        if (start > 0)
        {
            _length = 0;
            _continues = false;
        }

        Feed(bytes[start..], (_, _) => { });
    }

    /// <summary>Gives what stands after the last line feed.</summary>
    public void Complete(Action<string, bool> line)
    {
        if (_length > 0)
        {
            Emit(_length, line);
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length > _partial.Length)
        {
            Array.Resize(ref _partial, Math.Min(MaxBytes, (_length + bytes.Length) * 2));
        }

        bytes.CopyTo(_partial.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Emit(int length, Action<string, bool> line)
    {
        var bytes = _partial.AsSpan(0, length);
        var text = TerminalText.Clean(
            Encoding.UTF8.GetString(bytes is [.., (byte)'\r'] ? bytes[..^1] : bytes)
        );
        if (_continues)
        {
            LastLine = LastLine is null or [.., '…'] ? LastLine : LastLine + "…";
        }
        else if (!string.IsNullOrWhiteSpace(text))
        {
            LastLine = text.Trim();
        }

        line(text, _continues);
        _partial.AsSpan(length, _length - length).CopyTo(_partial);
        _length -= length;
    }

    /// <summary>The length of the full buffer without a character that is cut at its end.</summary>
    private int CharacterBoundary()
    {
        var start = _length - 1;
        while (start > _length - 4 && (_partial[start] & 0xC0) == 0x80)
        {
            start--;
        }

        var size = _partial[start] switch
        {
            >= 0xF0 => 4,
            >= 0xE0 => 3,
            >= 0xC0 => 2,
            _ => 1,
        };
        return start + size > _length ? start : _length;
    }
}
