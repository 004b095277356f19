using System.Globalization;
using System.Text;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>
/// What threads of this process started. Linux keeps for each process which thread started it, as
/// long as both live.
/// </summary>
internal static class ThreadChildren
{
    /// <summary>The system's id of the calling thread; 0 where it cannot be told.</summary>
    public static int CurrentThread()
    {
        if (!OperatingSystem.IsLinux())
        {
            return 0;
        }

        // "1234/task/1240"
        var link = new FileInfo("/proc/thread-self").LinkTarget;
        return int.TryParse(
            link.AsSpan(link?.LastIndexOf('/') + 1 ?? 0),
            CultureInfo.InvariantCulture,
            out var id
        )
            ? id
            : 0;
    }

    /// <summary>The threads of this process.</summary>
    public static IEnumerable<int> Threads() => ThreadsOf(Environment.ProcessId);

    /// <summary>
    /// Whether it is one that .NET keeps for whoever has work, or one without a name that such a one
    /// started: it has the other's.
    /// </summary>
    public static bool IsOfPool(int thread) =>
        LinuxProcessScan
            .ReadFile(Environment.ProcessId, $"task/{thread}/comm")
            .AsSpan()
            .StartsWith(".NET "u8);

    /// <summary>The live processes that a thread of this process started.</summary>
    public static IReadOnlyList<ProcessEntry> Of(int thread) => Read(Environment.ProcessId, thread);

    /// <summary>The live processes that another process started.</summary>
    public static IEnumerable<ProcessEntry> Of(ProcessEntry process) =>
        ThreadsOf(process.Id).SelectMany(thread => Read(process.Id, thread));

    private static IEnumerable<int> ThreadsOf(int process)
    {
        try
        {
            return Directory
                .GetDirectories($"/proc/{process}/task")
                .Select(folder =>
                    int.Parse(Path.GetFileName(folder.AsSpan()), CultureInfo.InvariantCulture)
                );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static List<ProcessEntry> Read(int process, int thread)
    {
        var children = new List<ProcessEntry>();
        try
        {
            var text = Encoding.ASCII.GetString(
                LinuxProcessScan.ReadFile(process, $"task/{thread}/children")
            );
            foreach (var id in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (
                    LinuxProcessScan.ReadStat(int.Parse(id, CultureInfo.InvariantCulture)) is
                    { } child
                )
                {
                    children.Add(
                        child with
                        {
                            Mark = InheritedMark.Read(child.Id),
                            BirthMark = BirthMark.Of(child.Id),
                        }
                    );
                }
            }
        }
        catch (IOException)
        {
            // No more files can be open: the next look may be luckier.
        }

        return children;
    }
}
