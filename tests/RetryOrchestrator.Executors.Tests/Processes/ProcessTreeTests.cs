using System.Diagnostics;
using RetryOrchestrator.Executors.Processes;

namespace RetryOrchestrator.Executors.Tests.Processes;

public sealed class ProcessTreeTests
{
    private const string Token = "attempt";

    [Fact]
    public async Task What_is_born_during_the_only_look_there_was_time_for_is_ended_too()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("NOT TESTED: job objects do this on Windows.");
            return;
        }

        using var first = Process.Start("sleep", "1000");
        using var born = Process.Start("sleep", "1000");
        try
        {
            var tree = new ProcessTree([Token], new SharedProcessScan(new LateScan(first, born)));

            Assert.Equal(2, await tree.KillAsync(TimeSpan.Zero));

            Assert.True(born.WaitForExit(TimeSpan.FromMinutes(1)));
        }
        finally
        {
            first.Kill();
            born.Kill();
        }
    }

    /// <summary>A look at two processes that finds the second only from the second time on.</summary>
    private sealed class LateScan(Process first, Process born) : IProcessScan
    {
        public IReadOnlyList<string> ArgumentsOf(ProcessEntry process) => [];

        private readonly Dictionary<int, long> _started = new()
        {
            [first.Id] = Started(first.Id),
            [born.Id] = Started(born.Id),
        };

        private bool _looked;

        // A signal goes to the very process that was seen.
        private static long Started(int id) =>
            OperatingSystem.IsLinux() ? LinuxProcessScan.ReadStat(id)?.Start ?? 0 : 0;

        public IReadOnlyList<ProcessEntry> Read()
        {
            Process[] seen = _looked ? [first, born] : [first];
            _looked = true;
            return
            [
                .. seen.Where(process => !process.HasExited)
                    .Select(process => new ProcessEntry(process.Id, 1, _started[process.Id])
                    {
                        Token = Token,
                    }),
            ];
        }
    }
}
