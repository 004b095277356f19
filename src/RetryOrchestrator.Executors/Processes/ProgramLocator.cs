using System.Text;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>Where a command is, or why it cannot be run.</summary>
/// <param name="Path">The program's full path, or null.</param>
/// <param name="Problem">What is wrong and where was looked, or null.</param>
public sealed record ProgramLocation(string? Path, string? Problem);

/// <summary>
/// Finds the program that a command names, once, before a run: a full path is found faster
/// than a name by each of thousands of starts, and a missing program is told before any job fails.
/// </summary>
public sealed class ProgramLocator
{
    private readonly string _currentFolder;
    private readonly string[] _folders;
    private readonly string[] _extensions;
    private readonly bool _windows;

    /// <param name="currentFolder">
    /// The folder that relative paths start from; searched after PATH for bare names too.
    /// </param>
    public ProgramLocator(string currentFolder)
        : this(
            currentFolder,
            Environment.GetEnvironmentVariable("PATH"),
            Environment.GetEnvironmentVariable("PATHEXT"),
            OperatingSystem.IsWindows()
        ) { }

    /// <param name="currentFolder">As above.</param>
    /// <param name="path">What <c>PATH</c> says.</param>
    /// <param name="pathExt">What <c>PATHEXT</c> says, on Windows.</param>
    /// <param name="windows">Whether to look as Windows does.</param>
    public ProgramLocator(string currentFolder, string? path, string? pathExt, bool windows)
    {
        _currentFolder = currentFolder;
        _windows = windows;
        _folders = (path ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.GetFullPath(folder.Trim('"'), currentFolder))
            .Append(currentFolder)
            .Distinct()
            .ToArray();
        _extensions = windows
            ? (pathExt ?? ".COM;.EXE;.BAT;.CMD").Split(';', StringSplitOptions.RemoveEmptyEntries)
            : [];
    }

    /// <summary>
    /// Finds a command: a path (anything with a separator) as it is, a bare name in the folders of
    /// PATH and then in the current folder; on Windows with the extensions of PATHEXT.
    /// </summary>
    public ProgramLocation Find(string command)
    {
        if (string.IsNullOrWhiteSpace(command))
        {
            return new(null, "The command is empty. Name a program, such as -Command python.");
        }

        var isPath = command.AsSpan().IndexOfAny('/', Path.DirectorySeparatorChar) >= 0;
        string[] folders = isPath ? [_currentFolder] : _folders;
        string? present = null;
        foreach (var candidate in folders.SelectMany(folder => Candidates(folder, command)))
        {
            if (!File.Exists(candidate))
            {
                continue;
            }

            if (IsExecutable(candidate))
            {
                return new(candidate, null);
            }

            present ??= candidate;
        }

        return new(null, present is null ? Missing(command, isPath, folders) : Unusable(present));
    }

    private IEnumerable<string> Candidates(string folder, string command)
    {
        var exact = Path.GetFullPath(command, folder);
        return _windows && !Path.HasExtension(command)
            ? _extensions.Select(extension => exact + extension.ToLowerInvariant()).Append(exact)
            : [exact, .. _extensions.Select(extension => exact + extension.ToLowerInvariant())];
    }

    private bool IsExecutable(string file)
    {
        const UnixFileMode execute =
            UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return _windows
            || OperatingSystem.IsWindows()
            || (File.GetUnixFileMode(file) & execute) != 0;
    }

    private static string Unusable(string file) =>
        $"'{file}' is not executable. Make it so (chmod +x), or name its interpreter as the "
        + "command and the file as the first argument.";

    private static string Missing(string command, bool isPath, string[] folders)
    {
        var text = new StringBuilder($"The program '{command}' was not found. ");
        if (isPath)
        {
            return text.Append($"Looked for '{Path.GetFullPath(command, folders[0])}'.").ToString();
        }

        text.Append("Looked in the folders of PATH and in the current folder: ");
        text.AppendJoin(", ", folders);
        return text.Append(". Install it, or give its full path.").ToString();
    }
}
