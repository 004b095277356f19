using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RetryOrchestrator.Engine.Artifacts;

/// <summary>The folder of an attempt, under the run's artifact folder.</summary>
internal static class AttemptFolder
{
    private const int LongestName = 80;

    // Upper and lower case are one folder on Windows and macOS.
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyz0123456789-_."
    );

    /// <summary>
    /// <c>&lt;root&gt;/&lt;job id&gt;/&lt;number&gt;</c>. What a file name cannot hold becomes an
    /// underscore; a name that lost something gets a hash of the whole id, so that two jobs never
    /// share a folder.
    /// </summary>
    public static string Of(string root, string jobId, int number) =>
        Path.Combine(root, FolderName(jobId), number.ToString(CultureInfo.InvariantCulture));

    private static string FolderName(string jobId)
    {
        if (IsKept(jobId))
        {
            return jobId;
        }

        var safe = new StringBuilder(jobId.Length);
        foreach (var c in jobId.Length > LongestName ? jobId[..LongestName] : jobId)
        {
            safe.Append(char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_');
        }

        return $"{safe.ToString().Trim('.')}~{Hash(jobId)}";
    }

    // "." and ".." are folders already, "a." is "a" on Windows, and so are CON and NUL devices.
    private static bool IsKept(string jobId) =>
        jobId.Length <= LongestName
        && !jobId.AsSpan().ContainsAnyExcept(Plain)
        && char.IsAsciiLetterOrDigit(jobId[^1])
        && !IsReserved(jobId);

    private static bool IsReserved(ReadOnlySpan<char> name)
    {
        var stem = name.IndexOf('.') is >= 0 and var dot ? name[..dot] : name;
        return stem is "con" or "prn" or "aux" or "nul"
            || (stem.Length == 4 && char.IsAsciiDigit(stem[3]) && stem[..3] is "com" or "lpt");
    }

    private static string Hash(string text) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)), 0, 8);
}
