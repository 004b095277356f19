using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RetryOrchestrator.Engine.Artifacts;

/// <summary>The folder of an attempt, under the run's artifact folder.</summary>
internal static class AttemptFolder
{
    private const int LongestName = 80;

    /// <summary>
    /// <c>&lt;root&gt;/&lt;job id&gt;/&lt;number&gt;</c>. What a file name cannot hold becomes an
    /// underscore; a name that lost something gets a hash of the whole id, so that two jobs never
    /// share a folder.
    /// </summary>
    public static string Of(string root, string jobId, int number) =>
        Path.Combine(root, FolderName(jobId), number.ToString(CultureInfo.InvariantCulture));

    private static string FolderName(string jobId)
    {
        var safe = new StringBuilder(jobId.Length);
        foreach (var c in jobId.Length > LongestName ? jobId[..LongestName] : jobId)
        {
            safe.Append(char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_');
        }

        // "." and ".." are folders already, "a." is "a" on Windows, and so are CON and NUL devices;
        // upper and lower case are one folder on Windows and macOS.
        var name = safe.ToString();
        var kept =
            name == jobId
            && char.IsAsciiLetterOrDigit(name[^1])
            && !IsReserved(name)
            && !HasUpper(name);
        return kept ? name : $"{name.Trim('.')}~{Hash(jobId)}";
    }

    private static bool HasUpper(string name) => name.Any(char.IsAsciiLetterUpper);

    private static bool IsReserved(string name)
    {
        var stem = name.Split('.')[0];
        return stem.ToUpperInvariant() is "CON" or "PRN" or "AUX" or "NUL"
            || (
                stem.Length == 4
                && char.IsAsciiDigit(stem[3])
                && stem[..3].ToUpperInvariant() is "COM" or "LPT"
            );
    }

    private static string Hash(string text) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)), 0, 8);
}
