using System.Buffers;
using System.Text;
using RetryOrchestrator.Engine.Storage;
using SQLitePCL;

namespace RetryOrchestrator.Storage.Sqlite;

/// <summary>
/// A prepared statement, used again and again. It speaks to SQLite below SqliteCommand because
/// the write path runs several statements a job: without boxed parameters looked up by name they
/// cost a third. Parameters count from 1, columns from 0.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly Database _database;
    private readonly sqlite3_stmt _handle;

    public Statement(Database database, string sql)
    {
        _database = database;
        database.Check(raw.sqlite3_prepare_v2(database.Handle, sql, out _handle));
    }

    public Statement Bind(int parameter, long value)
    {
        _database.Check(raw.sqlite3_bind_int64(_handle, parameter, value));
        return this;
    }

    public Statement Bind(int parameter, long? value) =>
        value is { } number ? Bind(parameter, number) : BindNull(parameter);

    public Statement Bind(int parameter, string? value)
    {
        if (value is null)
        {
            return BindNull(parameter);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(value.Length));
        try
        {
            var length = Encoding.UTF8.GetBytes(value, buffer);
            return BindUtf8(parameter, buffer.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public Statement BindUtf8(int parameter, ReadOnlySpan<byte> text)
    {
        _database.Check(raw.sqlite3_bind_text(_handle, parameter, text));
        return this;
    }

    private Statement BindNull(int parameter)
    {
        _database.Check(raw.sqlite3_bind_null(_handle, parameter));
        return this;
    }

    /// <summary>Goes to the next row; at the end the statement is ready to be bound again.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(_handle);
        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        // The text of the error belongs to the connection and outlives the reset.
        var fault = result == raw.SQLITE_DONE ? null : _database.Fault(result);
        Reset();
        return fault is null ? false : throw fault;
    }

    /// <summary>Runs a statement that returns no rows.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Execute()
    {
        while (Step()) { }

        return raw.sqlite3_changes(_database.Handle);
    }

    /// <summary>Gives up the rows not read; until then they hold a read lock.</summary>
    public void Reset() => raw.sqlite3_reset(_handle);

    public bool IsNull(int column) => raw.sqlite3_column_type(_handle, column) == raw.SQLITE_NULL;

    public long Int64(int column) => raw.sqlite3_column_int64(_handle, column);

    public int Int32(int column) =>
        Int64(column) is var value && (int)value == value
            ? (int)value
            : throw Damaged(column, "a number that is too large");

    public int? Int32OrNull(int column) => IsNull(column) ? null : Int32(column);

    /// <summary>A number of things, never negative.</summary>
    public int Count(int column) =>
        Int32(column) is var value and >= 0 ? value : throw Damaged(column, "a negative number");

    /// <summary>A time, kept as UTC ticks.</summary>
    public DateTimeOffset Time(int column) =>
        Int64(column) is var ticks && ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks
            ? StoredTime.Read(ticks)
            : throw Damaged(column, "a number that is no time");

    public DateTimeOffset? TimeOrNull(int column) => IsNull(column) ? null : Time(column);

    /// <summary>What a text of a known form says, such as a word of the state or JSON.</summary>
    /// <param name="column">The column.</param>
    /// <param name="read">Reads it, or gives null when it cannot.</param>
    public T Read<T>(int column, Func<string, T?> read)
        where T : struct => read(Text(column)) ?? throw Damaged(column, $"'{Text(column)}'");

    /// <summary>A value that nobody of this program wrote.</summary>
    public StateException Damaged(int column, string found) =>
        SqliteFaults.Damaged(
            _database.Path,
            $"{raw.sqlite3_column_name(_handle, column).utf8_to_string()} holds {found}"
        );

    public long? Int64OrNull(int column) => IsNull(column) ? null : Int64(column);

    /// <summary>The bytes of a text, valid until the next step.</summary>
    public ReadOnlySpan<byte> Utf8(int column) => raw.sqlite3_column_blob(_handle, column);

    public string Text(int column) => Encoding.UTF8.GetString(Utf8(column));

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public void Dispose()
    {
        _handle.Dispose();
        _database.Forget(this);
    }
}
