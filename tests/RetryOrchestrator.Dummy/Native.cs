using System.Runtime.InteropServices;

namespace DummyProgram;

/// <summary>What .NET has no call for.</summary>
internal static class Native
{
    private const int WriteOnly = 1;

    /// <summary>
    /// One write at the end of a file that many processes append to at once. FileMode.Append only
    /// seeks to the end when it opens, so two writers would overwrite each other.
    /// </summary>
    public static void AppendAtomically(string path, byte[] line)
    {
        if (OperatingSystem.IsWindows())
        {
            AppendAlone(path, line);
            return;
        }

        // Created here, because open(2) takes its mode as a variable argument.
        File.Open(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite).Dispose();
        var file = Open(path, WriteOnly | (OperatingSystem.IsMacOS() ? 0x8 : 0x400));
        if (file < 0 || Write(file, line, line.Length) != line.Length)
        {
            throw new IOException($"'{path}': error {Marshal.GetLastPInvokeError()}");
        }

        _ = Close(file);
    }

    public static void CloseStandardInput()
    {
        if (OperatingSystem.IsWindows())
        {
            Console.OpenStandardInput().Dispose();
            return;
        }

        _ = Close(0);
    }

    private static void AppendAlone(string path, byte[] line)
    {
        while (true)
        {
            try
            {
                using var file = new FileStream(
                    path,
                    FileMode.Append,
                    FileAccess.Write,
                    FileShare.None
                );
                file.Write(line);
                return;
            }
            catch (IOException)
            {
                Thread.Yield();
            }
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(string path, int flags);

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    private static extern nint Write(int file, byte[] bytes, nint count);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int file);
}
