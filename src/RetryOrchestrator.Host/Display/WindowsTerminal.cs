using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace RetryOrchestrator.Host.Display;

/// <summary>Older Windows consoles obey control sequences only when asked to.</summary>
[SupportedOSPlatform("windows")]
internal static class WindowsTerminal
{
    private const int StandardOutput = -11;
    private const int StandardError = -12;
    private const uint VirtualTerminalProcessing = 0x4;

    /// <summary>False when the console cannot; then nothing is coloured or redrawn.</summary>
    public static bool TryEnable()
    {
        Console.OutputEncoding = new UTF8Encoding(false);
        return TryEnable(StandardOutput) | TryEnable(StandardError);
    }

    private static bool TryEnable(int stream)
    {
        var handle = GetStdHandle(stream);
        return GetConsoleMode(handle, out var mode)
            && SetConsoleMode(handle, mode | VirtualTerminalProcessing);
    }

    [DllImport("kernel32.dll")]
    private static extern nint GetStdHandle(int stream);

    [DllImport("kernel32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool GetConsoleMode(nint handle, out uint mode);

    [DllImport("kernel32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool SetConsoleMode(nint handle, uint mode);
}
