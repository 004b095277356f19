using System.Runtime.InteropServices;

namespace RetryOrchestrator.Host.Running;

/// <summary>
/// How many files the host may have open (<c>ulimit -n</c>). PowerShell alone opens more than a hundred;
/// with fewer the process would abort somewhere in its start, with a message that names something else.
/// </summary>
internal static class OpenFileLimit
{
    /// <summary>The fewest with which the host starts and runs jobs.</summary>
    public const int Least = 224;

    private const int Resource = 7; // RLIMIT_NOFILE

    /// <summary>What is wrong with the limit, and the remedy; null when it is enough.</summary>
    public static string? Problem =>
        // .NET has raised the soft limit to the hard one by now.
        OperatingSystem.IsLinux()
        && Environment.Is64BitProcess
        && Read(Resource, out var limit) == 0
        && limit.Soft < Least
            ? $"This process may have {limit.Soft} files open (ulimit -n); the host needs at least {Least}, "
                + "and six more for each worker that runs a program. Raise the limit, such as with 'ulimit -n 1024'."
            : null;

    [DllImport("libc", EntryPoint = "getrlimit")]
    private static extern int Read(int resource, out Limits limits);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Limits
    {
        public readonly ulong Soft;
        public readonly ulong Hard;
    }
}
