using System.Text;

namespace RetryOrchestrator.Tests.Shared;

/// <summary>
/// What is still at work for a folder, seen through <c>/proc</c> and not through the product. On
/// other systems than Linux it sees nothing.
/// </summary>
internal static class Leftovers
{
    /// <summary>Processes that name the folder on their command line: the jobs' programs all do.</summary>
    public static IReadOnlyList<string> ProcessesOf(string folder) =>
        [
            .. Processes()
                .Select(process =>
                    $"process {Path.GetFileName(process)}: {CommandLine(process)}".TrimEnd()
                )
                .Where(line => line.Contains(folder, StringComparison.Ordinal)),
        ];

    /// <summary>Files below the folder that any process has open, and so every lock on them.</summary>
    public static IReadOnlyList<string> OpenFilesOf(string folder) =>
        [
            .. Processes()
                .SelectMany(process =>
                    Entries(process + "/fd")
                        .Select(file => (Process: process, Target: Target(file)))
                        .Where(open =>
                            open.Target?.StartsWith(folder, StringComparison.Ordinal) == true
                        )
                        .Select(open =>
                            $"process {Path.GetFileName(open.Process)} has {open.Target} open"
                        )
                ),
        ];

    private static IEnumerable<string> Processes() =>
        OperatingSystem.IsLinux()
            ? Directory
                .EnumerateDirectories("/proc")
                .Where(path => int.TryParse(Path.GetFileName(path), out _))
            : [];

    private static string CommandLine(string process)
    {
        try
        {
            return Encoding
                .UTF8.GetString(File.ReadAllBytes(process + "/cmdline"))
                .Replace('\0', ' ');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ""; // it has gone
        }
    }

    private static string[] Entries(string folder)
    {
        try
        {
            return Directory.GetFileSystemEntries(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string? Target(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
