using System.Buffers.Binary;
using RetryOrchestrator.Engine.Files;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Storage.Sqlite;

namespace RetryOrchestrator.Storage.Marks;

/// <summary>
/// The marks in a file beside the state, <c>jobs.orchestrator.db-begun</c>. A mark is eight bytes
/// written in place: it is in the system's memory at once, so that a killed process leaves it
/// behind, and nothing waits for the disk.
/// </summary>
/// <param name="state">The state's path.</param>
/// <param name="rights">Who may read them; as the umask has it when null.</param>
public sealed class BeginMarksFile(string state, FileRights? rights = null) : IBeginMarks
{
    private readonly string _path = StateLocation.File(state).Path + "-begun";
    private FileStream? _file;

    /// <inheritdoc/>
    public BegunAttempts? Read()
    {
        try
        {
            // What somebody else put there, a link or a pipe, holds no marks of ours.
            return FileFacts.Of(_path)?.Kind == FileKind.File
                ? MarksLayout.Parse(File.ReadAllBytes(_path))
                : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public bool TryOpen(string state, long hold, string bootId, int workers)
    {
        Close();
        try
        {
            var blank = MarksLayout.Blank(state, hold, bootId, workers);
            _file = OutputFile.Create(
                _path,
                rights ?? FileRights.Default,
                FileShare.ReadWrite | FileShare.Delete,
                bufferSize: 0
            );
            RandomAccess.Write(_file.SafeFileHandle, blank, 0);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Close();
            return false;
        }
    }

    /// <inheritdoc/>
    public void Mark(int worker, long attemptId) =>
        Write(MarksLayout.OffsetOfBegun(worker), attemptId);

    /// <inheritdoc/>
    public void MarkShown(int worker, long attemptId) =>
        Write(MarksLayout.OffsetOfShown(worker), attemptId);

    /// <inheritdoc/>
    /// <remarks>A file that cannot be removed does no harm: its hold will never be ours again.</remarks>
    public void Clear()
    {
        Close();
        try
        {
            File.Delete(_path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException) { }
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    private void Write(long offset, long attemptId)
    {
        var file = _file ?? throw new InvalidOperationException("The marks are not open.");
        Span<byte> mark = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(mark, attemptId);
        try
        {
            RandomAccess.Write(file.SafeFileHandle, mark, offset);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw SqliteFaults.Unmarked(_path, fault);
        }
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }
}
