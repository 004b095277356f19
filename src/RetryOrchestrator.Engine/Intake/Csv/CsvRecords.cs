using System.Buffers;
using System.Text.Unicode;
using CsvHelper;

namespace RetryOrchestrator.Engine.Intake.Csv;

/// <summary>The records of an open CSV file, one after the other.</summary>
internal sealed class CsvRecords : IDisposable
{
    /// <summary>
    /// The longest record, in bytes. A file without line ends, or with a quote that is never
    /// closed, is not read into memory whole before it is refused.
    /// </summary>
    public const int MaxRecord = 1_000_000;

    private static readonly SearchValues<byte> Blanks = SearchValues.Create(" \t\v\f"u8);

    private readonly Stream _stream;
    private readonly Func<string[], bool> _isHeader;
    private CsvReader? _reader;
    private CsvMalformedReason? _malformed;
    private int? _columns;
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
        } while (reader.RawRecord.IndexOfAnyExcept(Blanks) < 0);

        if (ProblemOf(reader) is { } problem)
        {
            return CsvRecord.Faulty(reader.LineNumber, problem);
        }

        _columns ??= reader.FieldCount;
        return new CsvRecord((int)reader.LineNumber, CsvRecord.FieldsOf(reader));
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

        return _malformed is { } reason ? Describe(reason) : RaggedProblem(reader.FieldCount);
    }

    private string? RaggedProblem(int fields)
    {
        if (_columns is not { } columns || fields == columns)
        {
            return null;
        }

        var remedy =
            fields < columns
                ? "add the missing fields (they may be empty)"
                : "put quotes around a value that holds the delimiter";
        return $"has {fields} {(fields == 1 ? "field" : "fields")} where the header has {columns}; "
            + remedy;
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
