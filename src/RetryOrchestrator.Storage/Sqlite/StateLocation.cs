using Microsoft.Data.Sqlite;

namespace RetryOrchestrator.Storage.Sqlite;

/// <summary>Where a database is: in a file, in a private temporary file, or in shared memory.</summary>
/// <param name="Path">What messages call it: for a file its full path.</param>
/// <param name="DataSource">What SQLite calls it.</param>
/// <param name="IsFile">Whether <paramref name="Path"/> is the file itself.</param>
internal sealed record StateLocation(string Path, string DataSource, bool IsFile)
{
    public static StateLocation File(string path)
    {
        var real = RealPath(System.IO.Path.GetFullPath(path));
        return new StateLocation(real, real, IsFile: true);
    }

    /// <summary>
    /// The file that a name leads to: what stands beside a state (marks, the lock, what SQLite keeps)
    /// is found by its own name, whatever link led to it.
    /// </summary>
    private static string RealPath(string path)
    {
        try
        {
            return new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return path; // a circle of links, or a folder one may not look into: opening it says so
        }
    }

    /// <summary>Private to its connection; SQLite removes it, even after a crash.</summary>
    public static StateLocation Temporary(string shownPath) => new(shownPath, "", IsFile: false);

    /// <summary>Shared by the connections of this process while one of them is open.</summary>
    public static StateLocation Memory(string name) => new(name, name, IsFile: false);

    /// <summary>
    /// The same file, taken to be one that nobody changes: the way to read a state in a folder that
    /// may not be written to, where SQLite cannot put the files that a shared reader needs.
    /// </summary>
    public StateLocation Unchanging() =>
        this with
        {
            DataSource = $"{new Uri(Path).AbsoluteUri}?immutable=1",
        };

    /// <summary>Whether commits may wait beside the file that were not merged into it yet.</summary>
    public bool HasPendingCommits => System.IO.File.Exists(Path + "-wal");

    public bool Exists => !IsFile || System.IO.File.Exists(Path);

    public string ConnectionString(bool create)
    {
        var builder = new SqliteConnectionStringBuilder
        {
            DataSource = DataSource,
            Pooling = false,
        };
        if (IsFile)
        {
            builder.Mode = create ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite;
        }
        else if (DataSource.Length > 0)
        {
            builder.Mode = SqliteOpenMode.Memory;
            builder.Cache = SqliteCacheMode.Shared;
        }

        return builder.ToString();
    }

    /// <summary>Removes the file and what SQLite keeps beside it.</summary>
    public void Delete()
    {
        foreach (var file in new[] { Path, Path + "-wal", Path + "-shm", Path + "-journal" })
        {
            System.IO.File.Delete(file);
        }
    }
}
