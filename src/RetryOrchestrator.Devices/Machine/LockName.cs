using System.Security.Cryptography;
using System.Text;

namespace RetryOrchestrator.Devices.Machine;

/// <summary>Spells what is locked so that it can name a file or a socket. Pure.</summary>
internal static class LockName
{
    private const int MostReadable = 60;

    /// <summary>
    /// Readable, at most 69 characters, and different for names that differ only in what a file name
    /// cannot hold.
    /// </summary>
    public static string Of(string name)
    {
        var readable = name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' ? c : '_');
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        return $"{string.Concat(readable.Take(MostReadable))}~{Convert.ToHexString(hash, 0, 4)}";
    }
}
