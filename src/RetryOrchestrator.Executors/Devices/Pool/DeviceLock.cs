using System.Security.Cryptography;
using System.Text;

namespace RetryOrchestrator.Executors.Devices.Pool;

/// <summary>
/// The lease of a device towards other runs on this machine: a file that is locked by the
/// operating system, and so is free again the moment its process is gone, however it went.
/// </summary>
internal sealed class DeviceLock : IDisposable
{
    private readonly FileStream _file;

    private DeviceLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, or returns null when another run has it.</summary>
    /// <param name="folder">Where the locks of this machine's user are; made when it is not there.</param>
    /// <param name="serial">The device.</param>
    public static DeviceLock? TryTake(string folder, string serial)
    {
        Directory.CreateDirectory(folder);
        try
        {
            // The file stays: removing a locked file would let a third run lock another of its name.
            return new DeviceLock(
                new FileStream(
                    Path.Combine(folder, $"{FileName(serial)}.lock"),
                    FileMode.OpenOrCreate,
                    FileAccess.ReadWrite,
                    FileShare.None
                )
            );
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Gives the device back.</summary>
    public void Dispose() => _file.Dispose();

    // Readable, and different for serials that differ only in what a file name cannot hold.
    private static string FileName(string serial)
    {
        var readable = serial.Select(c =>
            char.IsAsciiLetterOrDigit(c) || c is '-' or '.' ? c : '_'
        );
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(serial));
        return $"{string.Concat(readable.Take(60))}~{Convert.ToHexString(hash, 0, 4)}";
    }
}
