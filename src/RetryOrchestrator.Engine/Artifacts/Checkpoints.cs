using System.Globalization;
using System.Text;
using RetryOrchestrator.Engine.Files;

namespace RetryOrchestrator.Engine.Artifacts;

/// <summary>
/// Where attempts say that they are about to do what must not be done twice: a file for each that
/// does, in a folder beside the state, made by the attempt itself. That it is there says it, even
/// when whoever wrote it was killed before the first letter.
/// </summary>
/// <remarks>
/// It is the system's memory that keeps it, so that it outlives a killed attempt and a killed run;
/// what is written through <see cref="Write"/> is on the disk as well. Attempts that say nothing cost
/// nothing.
/// </remarks>
/// <param name="folder">The folder, absolute.</param>
/// <param name="rights">Who may read it; as the umask has it when null.</param>
public sealed class Checkpoints(string folder, FileRights? rights = null)
{
    private const int MostBytes = 1_000;
    private const int StateLetters = 12;

    private readonly FileRights _rights = rights ?? FileRights.Default;

    /// <summary>The folder beside a state.</summary>
    /// <param name="state">The state's path.</param>
    public static string FolderOf(string state) => Path.GetFullPath(state) + "-checkpoints";

    /// <summary>The file of an attempt. It is of one state: another's leavings are not taken for its own.</summary>
    /// <param name="state">The identity of the state.</param>
    /// <param name="attemptId">The attempt.</param>
    public string PathOf(string state, long attemptId) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{folder}{Path.DirectorySeparatorChar}{state.AsSpan(0, Math.Min(StateLetters, state.Length))}-{attemptId}"
        );

    /// <summary>Makes the folder, in place of a link that somebody put under its name.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public void Open()
    {
        if (FileFacts.Of(folder)?.Kind == FileKind.Link)
        {
            File.Delete(folder);
        }

        OutputFile.CreateFolder(folder, _rights);
    }

    /// <summary>What an attempt has said; null when it has said nothing.</summary>
    /// <param name="path">Its file.</param>
    public static string? Read(string path)
    {
        // Most attempts say nothing: an exception for each would be dear.
        if (FileFacts.Of(path) is not { } facts)
        {
            return null;
        }

        try
        {
            // What is no file was put there by somebody, and says that there is something.
            if (facts.Kind != FileKind.File)
            {
                return "";
            }

            using var file = InputFile.Open(path);
            var content = new byte[MostBytes];
            var read = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            return FirstLine(Encoding.UTF8.GetString(content, 0, read));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>Says it for an attempt: returns when it is on the disk.</summary>
    /// <param name="path">The attempt's file.</param>
    /// <param name="word">What it is about to do.</param>
    /// <exception cref="IOException">It cannot be written: nothing may be done yet.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static void Write(string path, string word)
    {
        using var file = OutputFile.Create(path, FileRights.OfFolderOf(path));
        file.Write(Encoding.UTF8.GetBytes(word));
        file.Flush(flushToDisk: true);
    }

    /// <summary>
    /// Removes what attempts have said: all of them have ended, durably. What cannot be removed does
    /// no harm, because attempts are numbered anew.
    /// </summary>
    public void Clear()
    {
        try
        {
            if (FileFacts.Of(folder)?.Kind == FileKind.Folder)
            {
                foreach (var file in Directory.EnumerateFileSystemEntries(folder))
                {
                    File.Delete(file);
                }
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException) { }
    }

    /// <summary>Removes the folder too: nothing is at work any more.</summary>
    public void Close()
    {
        Clear();
        try
        {
            if (FileFacts.Of(folder)?.Kind == FileKind.Folder)
            {
                Directory.Delete(folder);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException) { }
    }

    private static string FirstLine(string text) =>
        text.Split('\n', '\r').FirstOrDefault(line => !string.IsNullOrWhiteSpace(line))?.Trim()
        ?? "";
}
