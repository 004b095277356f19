using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Text;
using SQLitePCL;

namespace RetryOrchestrator.Storage.Sqlite;

/// <summary>What SQLite's errors mean to the operator, and what to do about them.</summary>
internal static class SqliteFaults
{
    private const int FileWasMoved = raw.SQLITE_READONLY | (4 << 8);

    // The file that connections share beside the state could not be made larger.
    private const int NoRoomToShare = raw.SQLITE_IOERR | (19 << 8);

    public static Exception Translate(string path, int code, int extendedCode, string text) =>
        code switch
        {
            raw.SQLITE_CONSTRAINT => new InvalidOperationException(
                $"The state '{path}' does not allow this change: {text}."
            ),
            _ when extendedCode == FileWasMoved => Lost(path),
            raw.SQLITE_FULL => DiskFull(path),
            _ when extendedCode == NoRoomToShare => DiskFull(path),
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => Busy(path),
            raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_CANTOPEN => Unwritable(path, text),
            raw.SQLITE_IOERR => new StateException(
                ErrorIds.StateUnwritable,
                $"The state '{path}' cannot be read or written: {text} (SQLite error "
                    + $"{extendedCode}). What was recorded so far is safe. Check the disk and "
                    + "whether the folder is still there, then start again."
            ),
            raw.SQLITE_NOTADB => Foreign(path),
            _ => new StateException(
                ErrorIds.StateUnreadable,
                $"The state '{path}' is damaged: {text} (SQLite error {extendedCode}). Restore it "
                    + "from a backup, or move it away to begin anew."
            ),
        };

    /// <summary>It holds what this program never writes: somebody changed it by hand, or the disk did.</summary>
    /// <param name="path">The state.</param>
    /// <param name="what">Which value, and what it is.</param>
    public static StateException Damaged(string path, string what) =>
        new(
            ErrorIds.StateUnreadable,
            $"The state '{path}' is damaged: {what}. Restore it from a backup, or move it away to begin "
                + "anew."
        );

    /// <summary>What begins cannot be marked beside the state.</summary>
    public static StateException Unmarked(string path, Exception cause) =>
        new(
            ErrorIds.StateUnwritable,
            $"The file '{path}' beside the state cannot be written: {cause.Message.TrimEnd('.')}. "
                + "What was recorded so far is safe. Check the disk and whether the folder is still "
                + "there, then start again.",
            cause
        );

    public static StateException Busy(string path) =>
        new(
            ErrorIds.StateBusy,
            $"The state '{path}' is locked by another program and was not released in time. "
                + "Close what has it open (a database browser, a backup), then try again."
        );

    /// <summary>SQLite keeps what is not merged yet by the state's name: with two it is torn apart.</summary>
    public static StateException HasSecondName(string path) =>
        new(
            ErrorIds.StateUnreadable,
            $"The state '{path}' has a second name (a hard link): what is written under one name would "
                + "be missing under the other, and jobs would be done twice. Remove the other name "
                + $"(find its folder's file system with: find / -xdev -samefile '{path}'), or give this "
                + "one a copy of its own while no run is live."
        );

    /// <param name="path">What stands where a file of the state belongs.</param>
    /// <param name="what">What it is: "is a pipe (FIFO), not a file".</param>
    public static StateException NoFile(string path, string what) =>
        new(
            ErrorIds.StateUnreadable,
            $"'{path}' {what}; nothing is read or written through it. Remove it, or choose another place "
                + "with -StatePath."
        );

    private static StateException DiskFull(string path) =>
        TemporaryDisk.FullInsteadOf(path) is { } temporary
            ? new StateException(
                ErrorIds.StateUnwritable,
                $"The folder for temporary files, '{temporary}', is full: SQLite needs it for the state "
                    + $"'{path}'. What was recorded so far is safe. Free some space there, or name another "
                    + "folder in the environment variable TMPDIR, then start again."
            )
            : new StateException(
                ErrorIds.StateUnwritable,
                $"The state '{path}' cannot be written: the disk is full. "
                    + "What was recorded so far is safe. Free some space, then start again."
            );

    public static StateException Unwritable(string path, string text) =>
        new(
            ErrorIds.StateUnwritable,
            $"The state '{path}' cannot be opened or written: {Obstacle(path) ?? text.TrimEnd('.')}. "
                + "Check that its folder exists and that you may write to it, or choose another "
                + "place with -StatePath."
        );

    // What SQLite says of all of these is that it could not open the file.
    private static string? Obstacle(string path) =>
        Directory.Exists(path) ? "it is a folder"
        : Directory.Exists(Path.GetDirectoryName(path)) ? null
        : "its folder does not exist";

    public static StateException Foreign(string path) =>
        new(
            ErrorIds.StateUnreadable,
            $"'{path}' is not a state of the orchestrator. Move it away, or choose another place "
                + "with -StatePath."
        );

    public static StateException NotFound(string path) =>
        new(
            ErrorIds.StateNotFound,
            $"There is no state at '{path}' yet. Start-OrchestratorRun creates it; if it is "
                + "elsewhere, name it with -StatePath or -JobsPath."
        );

    /// <param name="path">The state.</param>
    /// <param name="rescued">The file with all that was recorded, or null when there is none.</param>
    public static StateException Lost(string path, string? rescued = null) =>
        new(
            ErrorIds.StateLost,
            $"The state '{path}' was deleted, moved, replaced or cut short while the run was live; "
                + "nothing more can be recorded. "
                + (
                    rescued is null
                        ? "Put the file back (or a backup of it) before you start again: "
                            + "without it, finished jobs would be run anew."
                        : $"All that was recorded is saved in '{rescued}': move that to "
                            + $"'{path}' before you start again, or finished jobs would be run anew."
                )
        );

    public static StateException TakenOver(string path) =>
        new(
            ErrorIds.StateLost,
            $"The state '{path}' was taken over by another run, because this one had shown no sign "
                + "of life. Nothing more is recorded here; Get-OrchestratorStatus shows who has it."
        );
}
