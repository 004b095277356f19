using System.Buffers;
using System.Text.Unicode;
using CsvHelper;

namespace RetryOrchestrator.Engine.Csv;

/// <summary>The records of an open CSV file, one after the other.</summary>
internal sealed class CsvRecords : IDisposable
{
    /// <summary>
    /// The longest record, in bytes. A file without line ends, or with a quote that is never
    /// closed, is not read into memory whole before it is refused.
    /// </summary>
    public const int MaxRecord = 1_000_000;

    // A record with any of these is not blank, and need not be looked at more closely.
    private static readonly SearchValues<byte> Visible = SearchValues.Create(
        Enumerable
            .Range('!', '~' - '!' + 1)
            .Select(c => (byte)c)
            .Except("\",;"u8.ToArray())
            .ToArray()
    );

    private readonly Stream _stream;
    private readonly Func<string[], bool> _isHeader;
    private CsvReader? _reader;
    private CsvMalformedReason? _malformed;

    // Of the header, whose last columns may have no name; 0 before it was read.
    private int _columns;
    private int _named;
    private bool _over;

    /// <param name="stream">At its start; the caller disposes it.</param>
    /// <param name="isHeader">Whether these can be the names of columns.</param>
    public CsvRecords(Stream stream, Func<string[], bool> isHeader)
    {
        _stream = stream;
        _isHeader = isHeader;
    }

    /// <summary>The next record that is not blank, good or faulty; null at the end.</summary>
    public CsvRecord? Next()
    {
        if (_over)
        {
            return null;
        }

        try
        {
            return NextOf(_reader ??= Open());
        }
        // The only fault CsvHelper throws for here: it will not buffer the record.
        catch (CsvFormatException fault)
        {
            _over = true;
            return CsvRecord.Faulty(fault.LineNumber, TooLong + "; reading stops here");
        }
        catch (Exception fault) when (CsvInput.IsReadFault(fault))
        {
            _over = true;
            return CsvRecord.Faulty(0, $"cannot be read to its end: {fault.Message}");
        }
    }

    public void Dispose() => _reader?.Dispose();

    private CsvReader Open()
    {
        var options = new CsvReaderOptions
        {
            Separator = DelimiterDetection.Of(CsvFile.Start(_stream), _isHeader),
            HasHeader = false,
            TrackLineNumbers = true,
            MaxRecordSize = MaxRecord,
            OnMalformedRecord = record => _malformed = record.Reason,
        };
        return CsvReader.Create(_stream, options, leaveOpen: true);
    }

    private CsvRecord? NextOf(CsvReader reader)
    {
        do
        {
            _malformed = null;
            if (!reader.Read())
            {
                return null;
            }
        } while (IsBlank(reader));

        if (ProblemOf(reader) is { } problem)
        {
            return CsvRecord.Faulty(reader.LineNumber, problem);
        }

        var fields = CsvRecord.FieldsOf(reader);
        if (_columns == 0)
        {
            _columns = fields.Length;
            _named = Array.FindLastIndex(fields, name => !CsvRecord.IsBlank(name)) + 1;
        }

        return new CsvRecord((int)reader.LineNumber, Padded(fields));
    }

    // Spreadsheets leave rows behind that hold nothing but delimiters.
    private bool IsBlank(CsvReader reader) =>
        !reader.RawRecord.ContainsAny(Visible)
        && _malformed is null
        && Array.TrueForAll(CsvRecord.FieldsOf(reader), CsvRecord.IsBlank);

    // They also leave out delimiters where columns without a name end a row.
    private string[] Padded(string[] fields)
    {
        var given = fields.Length;
        if (given < _columns)
        {
            Array.Resize(ref fields, _columns);
            Array.Fill(fields, "", given, _columns - given);
        }

        return fields;
    }

    private string? ProblemOf(CsvReader reader)
    {
        var raw = reader.RawRecord;
        if (raw.Length > MaxRecord)
        {
            return TooLong;
        }

        if (raw.Contains((byte)0))
        {
            return "holds a NUL character; if the file is UTF-16, save it as UTF-8, else remove it";
        }

        if (!Utf8.IsValid(raw))
        {
            return "is not UTF-8; save the file as UTF-8 (in Excel: 'CSV UTF-8')";
        }

        return _malformed is { } reason ? Describe(reason) : RaggedProblem(reader);
    }

    private string? RaggedProblem(CsvReader reader)
    {
        var count = reader.FieldCount;
        if (_columns == 0 || (count >= _named && count <= _columns))
        {
            return null;
        }

        var fields = CsvRecord.FieldsOf(reader);
        return $"has {count} {(count == 1 ? "field" : "fields")} where the header has {_named}; "
            + RaggedRemedy(fields);
    }

    private string RaggedRemedy(string[] fields)
    {
        if (_isHeader(fields))
        {
            return "it is a header again, as of a file with other columns appended to this one";
        }

        if (fields.Length < _named)
        {
            return "add the missing fields (they may be empty)";
        }

        return Array.TrueForAll(fields[_named..], CsvRecord.IsBlank)
            ? "remove the delimiters at its end, or add them to the header too"
            : "put quotes around a value that holds the delimiter";
    }

    private static string Describe(CsvMalformedReason reason) =>
        reason switch
        {
            CsvMalformedReason.UnterminatedQuote =>
                "a quote is opened and never closed; close it, or double it if it is text",
            CsvMalformedReason.TextAfterClosingQuote =>
                "text follows a closing quote; double the quotes inside a quoted value",
            _ => "a quote stands inside an unquoted value; quote the value and double that quote",
        };

    private const string TooLong =
        "is longer than 1 MB; perhaps a quote is opened and never closed";
}
