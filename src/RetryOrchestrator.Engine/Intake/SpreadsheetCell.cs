namespace RetryOrchestrator.Engine.Intake;

/// <summary>
/// Keeps a spreadsheet from running a cell as a formula, in a way that can be undone: such a cell
/// gets an apostrophe in front, and so does one that looks as if it had got one already. Hence
/// <c>Unescape(Escape(x)) == x</c> for every x.
/// </summary>
public static class SpreadsheetCell
{
    private const char Mark = '\'';

    /// <summary>The cell as it is written to a CSV that people open in spreadsheets.</summary>
    public static string Escape(string cell) =>
        cell.Length > 0 && StartsFormula(cell.AsSpan().TrimStart(Mark)) && !IsNumber(cell)
            ? Mark + cell
            : cell;

    /// <summary>The cell as it was before <see cref="Escape"/>.</summary>
    public static string Unescape(string cell) =>
        cell.Length > 1 && cell[0] == Mark && StartsFormula(cell.AsSpan().TrimStart(Mark))
            ? cell[1..]
            : cell;

    private static bool StartsFormula(ReadOnlySpan<char> text) =>
        text.Length > 0 && text[0] is ('=' or '+' or '-' or '@' or '\t' or '\r' or '\n');

    /// <summary>A signed number such as -12.5e3: what it evaluates to is itself.</summary>
    private static bool IsNumber(ReadOnlySpan<char> text)
    {
        if (text[0] is '+' or '-')
        {
            text = text[1..];
        }

        if (!SkipDigits(ref text))
        {
            return false;
        }

        if (text.Length > 0 && text[0] == '.')
        {
            text = text[1..];
            if (!SkipDigits(ref text))
            {
                return false;
            }
        }

        if (text.Length > 0 && text[0] is ('e' or 'E'))
        {
            text = text[1..];
            if (text.Length > 0 && text[0] is ('+' or '-'))
            {
                text = text[1..];
            }

            return SkipDigits(ref text) && text.Length == 0;
        }

        return text.Length == 0;
    }

    private static bool SkipDigits(ref ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? text.Length : end;
        text = text[digits..];
        return digits > 0;
    }
}
