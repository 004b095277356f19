using RetryOrchestrator.Engine.Files;

namespace RetryOrchestrator.Engine.Csv;

/// <summary>Opens a CSV file, or says why it is none.</summary>
internal static class CsvInput
{
    /// <summary>Opens the file at its start, or returns null with the problem.</summary>
    public static FileStream? Open(string path, out string? problem)
    {
        if (Directory.Exists(path))
        {
            problem = "is a folder; name a CSV file";
            return null;
        }

        problem = InputFile.Obstacle(path);
        if (problem is not null)
        {
            return null;
        }

        FileStream? stream = null;
        try
        {
            // A spreadsheet or another program may have it open: reading does not disturb them.
            stream = InputFile.Open(path);
            problem = ProblemOf(stream);
            if (problem is null)
            {
                return stream;
            }
        }
        catch (Exception exception)
            when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            problem = "does not exist; check the path";
        }
        catch (Exception exception) when (IsReadFault(exception))
        {
            problem = $"cannot be read: {exception.Message}";
        }

        stream?.Dispose();
        return null;
    }

    /// <summary>What reading a file may throw through no fault of the program.</summary>
    public static bool IsReadFault(Exception exception) =>
        exception
            is IOException
                or UnauthorizedAccessException
                or ArgumentException
                or NotSupportedException;

    private static string? ProblemOf(FileStream stream)
    {
        if (!stream.CanSeek)
        {
            return "is a pipe or a device; save what it gives in a file, and name that";
        }

        Span<byte> start = stackalloc byte[4];
        var read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        return start[..read] switch
        {
            [] => "is empty",
            [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, 0, 0xFE, 0xFF] =>
                "is UTF-16 or UTF-32 text; save it as UTF-8 (in Excel: 'CSV UTF-8')",
            [(byte)'P', (byte)'K', 3, 4] =>
                "is a workbook or an archive; save its sheet as 'CSV UTF-8' first",
            _ => null,
        };
    }
}
