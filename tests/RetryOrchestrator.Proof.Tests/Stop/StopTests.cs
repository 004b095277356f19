using System.Runtime.InteropServices;
using RetryOrchestrator.Tests.Shared;

namespace RetryOrchestrator.Proof.Tests.Stop;

/// <summary>
/// Stops the console host in every way and at every moment while its jobs, and what they start,
/// ignore polite signals. A second after their time is up nothing is left: no process, no open
/// file. What was cut off is not counted, and the next start goes on from there.
/// </summary>
public sealed class StopTests
{
    private const int StopsPerRun = 5;

    private const string TypedInHost = "Ctrl+C typed in the host's terminal";
    private const string TypedInShell = "Ctrl+C typed in pwsh";
    private const string ClosedOnHost = "the host's terminal closed";
    private const string ClosedOnShell = "the terminal of pwsh closed";

    // Most of a stop is the wait for programs that do not listen.
    private const int HostsAtOnce = 4;

    [Theory]
    [InlineData("Ctrl+C")]
    [InlineData("SIGTERM")]
    [InlineData("Stop-OrchestratorRun")]
    [InlineData(TypedInHost)]
    [InlineData(TypedInShell)]
    [InlineData(ClosedOnHost)]
    [InlineData(ClosedOnShell)]
    public void Nothing_of_a_stopped_host_is_left_a_second_after_the_time_its_jobs_were_given(
        string how
    )
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What is left is seen through /proc.");
        Assert.SkipWhen(
            how is ClosedOnHost or ClosedOnShell && HostProcess.OutlivesTerminals,
            ByTerminal.NotUnderNohup
        );
        var seed = ProofSettings.Seed();
        using var way = WayOf(how);
        // A shell takes long to start, and a terminal adds one way for a signal to come.
        var inShort = way is ByTerminal ? 10 : 50;
        var runs = ProofSettings.Pick(inShort, inLong: 500) / StopsPerRun;
        var stops = new List<(string Moment, TimeSpan Took)>();
        Parallel.For(
            0,
            runs,
            new ParallelOptions { MaxDegreeOfParallelism = HostsAtOnce },
            n =>
            {
                // A run's seed alone replays it.
                using var run = new StopRun(seed + n, way);
                run.RunToTheEnd(StopsPerRun);
                lock (stops)
                {
                    stops.AddRange(run.Stops);
                }
            }
        );

        var output = TestContext.Current.TestOutputHelper!;
        output.WriteLine($"{stops.Count} stops in {runs} runs, by {how}");
        foreach (var moment in stops.GroupBy(stop => stop.Moment).OrderBy(group => group.Key))
        {
            var longest = moment.Max(stop => stop.Took);
            output.WriteLine(
                $"{moment.Count(), 5} {moment.Key}, at most {longest.TotalSeconds:0.00} s"
            );
        }
    }

    private static StopWay WayOf(string how) =>
        how switch
        {
            "Ctrl+C" => new BySignal(PosixSignal.SIGINT),
            "SIGTERM" => new BySignal(PosixSignal.SIGTERM),
            TypedInHost => new HostInTerminal(host => host.PressCtrlC()),
            TypedInShell => new ShellInTerminal(host => host.PressCtrlC()),
            ClosedOnHost => new HostInTerminal(host => host.HangUp()),
            ClosedOnShell => new ShellInTerminal(host => host.HangUp()),
            _ => new ByCommand(),
        };
}
