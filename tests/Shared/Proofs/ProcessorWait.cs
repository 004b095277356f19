using System.Globalization;

namespace RetryOrchestrator.Tests.Shared;

/// <summary>
/// How long the machine itself kept some processes, and the thread that watches them, waiting for
/// a processor. A bound in wall time that must hold on a busy machine too is put off by that much:
/// it is no work of theirs. A process that sleeps, or works, or waits for another gains nothing.
/// </summary>
internal sealed class ProcessorWait
{
    private readonly string[] _processes;
    private readonly Dictionary<string, long> _before;
    private readonly Dictionary<string, long> _now;

    /// <summary>Watches from now on.</summary>
    public ProcessorWait(params int[] processIds)
    {
        _processes = [.. processIds.Select(id => Invariant($"/proc/{id}/task"))];
        _before = new Dictionary<string, long>(Read());
        _now = new Dictionary<string, long>(_before);
    }

    /// <summary>The sum over all their threads, as far as it was looked at.</summary>
    public TimeSpan Total =>
        TimeSpan.FromMicroseconds(
            _now.Sum(thread => thread.Value - _before.GetValueOrDefault(thread.Key)) / 1000
        );

    /// <summary>Looks again. What ends between two looks is not asked any more.</summary>
    public void Look()
    {
        foreach (var (thread, nanoseconds) in Read())
        {
            _now[thread] = nanoseconds;
        }
    }

    private IEnumerable<KeyValuePair<string, long>> Read() =>
        _processes
            .SelectMany(Threads)
            .Append("/proc/thread-self")
            .Select(thread => KeyValuePair.Create(thread, WaitOf(thread)))
            .Where(thread => thread.Value > 0);

    private static string[] Threads(string folder)
    {
        try
        {
            return Directory.GetDirectories(folder);
        }
        catch (IOException)
        {
            return []; // it has gone
        }
    }

    // "processor time, wait for a processor, number of turns", in nanoseconds.
    private static long WaitOf(string thread)
    {
        try
        {
            return long.Parse(
                File.ReadAllText(thread + "/schedstat").Split(' ')[1],
                CultureInfo.InvariantCulture
            );
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
