using System.Globalization;
using System.Net.NetworkInformation;

namespace RetryOrchestrator.Tests.Network;

/// <summary>
/// Ports of this machine for what tests start. Each is given out once, and stays the test's own
/// while nobody listens on it: they lie below the range from which the system takes the ports of
/// outgoing connections, and a lock keeps each block of them to one test process.
/// </summary>
internal static class TestPorts
{
    // Linux gives out ports from 32768 on, Windows and macOS from 49152.
    private const int First = 20_000;
    private const int Last = 31_999;
    private const int BlockSize = 100;

    private static readonly object Lock = new();

    // The locks of blocks that are used up are kept too: their ports are still in use. One that
    // nobody holds on to would be given back by the garbage collector.
    private static readonly List<FileStream> Blocks = [];

    private static int _next;
    private static int _end;

    /// <summary>A port that nobody listens on.</summary>
    public static int Next() => NextRange(1);

    /// <summary>The first of several ports in a row that nobody listens on.</summary>
    /// <param name="count">How many, at most 20.</param>
    public static int NextRange(int count)
    {
        lock (Lock)
        {
            var inUse = InUse();
            while (true)
            {
                if (_next + count > _end)
                {
                    TakeBlock();
                }

                var first = _next;
                _next += count;
                if (!Enumerable.Range(first, count).Any(inUse.Contains))
                {
                    return first;
                }
            }
        }
    }

    private static void TakeBlock()
    {
        var folder = Directory.CreateDirectory(
            Path.Combine(Path.GetTempPath(), $"retry-orchestrator-tests-{Environment.UserName}")
        );
        for (var first = _end == 0 ? First : _end; first <= Last; first += BlockSize)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"ports-{first}.lock");
            try
            {
                Blocks.Add(
                    new FileStream(
                        Path.Combine(folder.FullName, name),
                        FileMode.OpenOrCreate,
                        FileAccess.ReadWrite,
                        FileShare.None
                    )
                );
            }
            catch (IOException)
            {
                continue;
            }

            (_next, _end) = (first, first + BlockSize);
            return;
        }

        throw new InvalidOperationException($"All ports from {First} to {Last} are taken.");
    }

    // Asked of the system's table, not tried out: a socket that this process opens for a moment is
    // inherited by every program that another test is just starting, and so still listens when the
    // test wants to.
    private static HashSet<int> InUse() =>
        [
            .. IPGlobalProperties
                .GetIPGlobalProperties()
                .GetActiveTcpListeners()
                .Select(listener => listener.Port),
        ];
}
