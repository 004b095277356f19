using System.Text;

namespace RetryOrchestrator.Tests.Shared;

/// <summary>
/// What a person sees: characters in rows, as the usual escape sequences of a terminal place them.
/// Colours are left out; a character takes one column. Rows that scroll out at the top are kept.
/// </summary>
internal sealed class TerminalScreen(int columns, int rows)
{
    private readonly List<StringBuilder> _lines = [new()];
    private readonly StringBuilder _sequence = new();
    private (int Row, int Column) _saved;
    private int _top;
    private int _row;
    private int _column;

    /// <summary>Every row, those that have scrolled out first; without blanks at the ends.</summary>
    public string Text =>
        string.Join('\n', _lines.Select(line => line.ToString().TrimEnd())).TrimEnd();

    /// <summary>The rows that are on the screen.</summary>
    public IReadOnlyList<string> Visible =>
        [.. _lines.Skip(_top).Take(rows).Select(line => line.ToString().TrimEnd())];

    /// <summary>Where the next character goes, both from 1.</summary>
    public (int Row, int Column) Cursor => (_row + 1, Math.Min(_column, columns - 1) + 1);

    /// <summary>Told when a program asks where the cursor is.</summary>
    public Action? CursorAsked { get; set; }

    /// <summary>Shows what a program wrote.</summary>
    public void Show(string text)
    {
        foreach (var character in text)
        {
            if (_sequence.Length > 0)
            {
                Collect(character);
            }
            else
            {
                Place(character);
            }
        }
    }

    private StringBuilder Line
    {
        get
        {
            while (_lines.Count <= _top + _row)
            {
                _lines.Add(new StringBuilder());
            }

            return _lines[_top + _row];
        }
    }

    private void Place(char character)
    {
        switch (character)
        {
            case '\e':
                _sequence.Append(character);
                break;
            case '\r':
                _column = 0;
                break;
            case '\n':
                NextRow();
                break;
            case '\b':
                _column = Math.Max(0, _column - 1);
                break;
            case '\t':
                _column = Math.Min(columns - 1, (_column / 8 + 1) * 8);
                break;
            case >= ' ':
                if (_column == columns)
                {
                    _column = 0;
                    NextRow();
                }

                Put(character);
                break;
        }
    }

    private void Put(char character)
    {
        var line = Line;
        line.Append(' ', Math.Max(0, _column + 1 - line.Length));
        line[_column++] = character;
    }

    private void NextRow()
    {
        if (_row == rows - 1)
        {
            _top++;
        }
        else
        {
            _row++;
        }

        _ = Line;
    }

    private void Collect(char character)
    {
        _sequence.Append(character);
        var kind = _sequence[1];
        // "]" begins a title and the like, up to BEL or ESC \; other sequences end with a letter.
        var over = kind switch
        {
            ']' => character == '\a' || (character == '\\' && _sequence[^2] == '\e'),
            '[' => _sequence.Length > 2 && character is >= '@' and <= '~',
            '(' or ')' => _sequence.Length > 2,
            _ => true,
        };
        if (over)
        {
            var sequence = _sequence.ToString();
            _sequence.Clear();
            Obey(sequence);
        }
    }

    private void Obey(string sequence)
    {
        if (sequence is "\e7" or "\e[s")
        {
            _saved = (_row, _column);
        }
        else if (sequence is "\e8" or "\e[u")
        {
            (_row, _column) = _saved;
        }
        else if (sequence.StartsWith("\e[", StringComparison.Ordinal) && sequence[2] != '?')
        {
            Control(sequence[^1], [.. sequence[2..^1].Split(';').Select(Number)]);
        }
    }

    private static int Number(string text) => int.TryParse(text, out var number) ? number : 0;

    private void Control(char kind, int[] numbers)
    {
        var count = Math.Max(1, numbers[0]);
        switch (kind)
        {
            case 'A':
                _row = Math.Max(0, _row - count);
                break;
            case 'B':
                _row = Math.Min(rows - 1, _row + count);
                break;
            case 'C':
                _column = Math.Min(columns - 1, _column + count);
                break;
            case 'D':
                _column = Math.Max(0, _column - count);
                break;
            case 'G':
                _column = Math.Clamp(count - 1, 0, columns - 1);
                break;
            case 'd':
                _row = Math.Clamp(count - 1, 0, rows - 1);
                break;
            case 'H' or 'f':
                _row = Math.Clamp(count - 1, 0, rows - 1);
                _column = Math.Clamp(numbers.ElementAtOrDefault(1) - 1, 0, columns - 1);
                break;
            case 'J':
                ClearScreen(numbers[0]);
                break;
            case 'K':
                ClearLine(numbers[0]);
                break;
            case 'n' when numbers[0] == 6:
                CursorAsked?.Invoke();
                break;
        }
    }

    // 0: from the cursor on, 1: up to it, 2: all of it.
    private void ClearLine(int which)
    {
        var line = Line;
        if (which != 0)
        {
            var end = which == 1 ? Math.Min(_column + 1, line.Length) : line.Length;
            line.Replace(line.ToString(0, end), new string(' ', end), 0, end);
        }
        else if (_column < line.Length)
        {
            line.Length = _column;
        }
    }

    private void ClearScreen(int which)
    {
        ClearLine(which);
        var (first, end) = which switch
        {
            0 => (_row + 1, rows),
            1 => (0, _row),
            _ => (0, rows),
        };
        foreach (var line in _lines.Skip(_top + first).Take(end - first))
        {
            line.Clear();
        }
    }
}
