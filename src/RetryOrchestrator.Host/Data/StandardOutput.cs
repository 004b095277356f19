using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace RetryOrchestrator.Host.Data;

/// <summary>
/// The process's standard output when it carries data. Scripts run in this process: what they write
/// with <c>[Console]</c>, and what a program writes that they started through .NET, would stand
/// between the data.
/// </summary>
internal static class StandardOutput
{
    /// <summary>
    /// From now on standard output leads where standard error does, for this process and the
    /// programs it starts. A stream opened before goes on writing to what was standard output, and
    /// is the only one that does.
    /// </summary>
    public static void LeaveToData()
    {
        if (OperatingSystem.IsWindows())
        {
            Windows.Redirect();
        }
        else
        {
            Unix.Redirect();
        }

        // In case somebody has asked for it already: it holds what it was opened on.
        Console.SetOut(
            new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false))
            {
                AutoFlush = true,
            }
        );
    }

    [UnsupportedOSPlatform("windows")]
    private static class Unix
    {
        private const int Output = 1;
        private const int Error = 2;
        private const int WriteOnly = 1;

        public static void Redirect()
        {
            // Without a standard error what scripts write is lost, as errors are.
            if (
                Duplicate(Error, Output) < 0
                && Open("/dev/null", WriteOnly) is >= 0 and var nowhere
            )
            {
                _ = Duplicate(nowhere, Output);
            }
        }

        [DllImport("libc", EntryPoint = "dup2")]
        private static extern int Duplicate(int from, int to);

        [DllImport("libc", EntryPoint = "open", CharSet = CharSet.Ansi, BestFitMapping = false)]
        private static extern int Open(string path, int flags);
    }

    [SupportedOSPlatform("windows")]
    private static class Windows
    {
        private const int Output = -11;
        private const int Error = -12;

        public static void Redirect() => _ = SetStdHandle(Output, GetStdHandle(Error));

        [DllImport("kernel32.dll")]
        private static extern nint GetStdHandle(int stream);

        [DllImport("kernel32.dll")]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static extern bool SetStdHandle(int stream, nint handle);
    }
}
