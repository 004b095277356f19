namespace RetryOrchestrator.Module.Tests.Runs;

/// <summary>
/// A pipeline that wants one summary and no more, while the next pass is at work with jobs that
/// ignore polite signals and start processes that do so too.
/// </summary>
[Collection(Alone.Name)]
public sealed class SelectFirstTests
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    [Fact]
    public void SelectFirst_leaves_no_thread_runspace_process_or_open_file_behind()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What is left is seen through /proc.");
        var seed = ProofSettings.Seed();
        var chance = new Random(seed);
        using var shell = new ModuleRunspace();
        StopOnce(shell, chance);
        var (threads, runspaces) = (OwnThreads.Names, LiveRunspaces.Count);

        var longest = TimeSpan.Zero;
        for (var n = 1; n <= ProofSettings.Pick(inShort: 50, inLong: 500); n++)
        {
            var took = StopOnce(shell, chance);
            longest = took > longest ? took : longest;
            Assert.Equal(runspaces, LiveRunspaces.Count);
        }

        Assert.True(
            SpinWait.SpinUntil(() => OwnThreads.Names.Count <= threads.Count, Slack),
            $"Threads: {string.Join(", ", OwnThreads.Names)}; before: {string.Join(", ", threads)}. "
                + ProofSettings.Replay(seed)
        );
        TestContext.Current.TestOutputHelper!.WriteLine($"At most {longest.TotalSeconds:0.00} s");
    }

    /// <summary>One run that is stopped in its second pass, or on the way there.</summary>
    private static TimeSpan StopOnce(ModuleRunspace shell, Random chance)
    {
        using var jobs = new StubbornJobs(3);
        jobs.OpenOnly(jobs.Ids);
        var inSecondPass = chance.Next(4) > 0;
        var delay = TimeSpan.FromMilliseconds(chance.Next(200));
        ProcessorWait? wait = null;
        var began = 0L;

        var result = shell.Run(
            """
            $jobs, $program, $arguments, $before = $args
            Start-OrchestratorRun -JobsPath $jobs -Command $program -ArgumentList $arguments `
                -Banner None -RetryDelaySeconds 0 -ShutdownTimeoutSeconds 1 |
                ForEach-Object { $before.Invoke(); $_ } | Select-Object -First 1
            """,
            jobs.List,
            StubbornJobs.Program,
            jobs.Arguments.ToArray(),
            (Action)(
                () =>
                {
                    jobs.OpenOnly([]);
                    if (inSecondPass)
                    {
                        Wait.Until(() => AtWork(jobs) > 0);
                        SpinWait.SpinUntil(() => false, delay);
                    }

                    wait = new ProcessorWait(Environment.ProcessId);
                    began = TimeProvider.System.GetTimestamp();
                }
            )
        );

        SpinWait.SpinUntil(() => !WhatIsLeft(jobs).Any(), ShutdownTimeout + Slack);
        var took = TimeProvider.System.GetElapsedTime(began);
        wait!.Look();
        Assert.Null(result.Thrown);
        Assert.Single(result.Output);
        Assert.Equal(1, result[0, "Pass"]);
        Assert.Empty(WhatIsLeft(jobs));
        Assert.True(
            took <= ShutdownTimeout + Slack + wait.Total,
            $"It took {took}, though the machine kept it waiting for {wait.Total} only."
        );
        var status = shell.Run("Get-OrchestratorStatus -JobsPath $args[0]", jobs.List);
        Assert.Equal("Stopped", $"{status[0, "State"]}");
        Assert.Equal((3, 0), (status[0, "Retrying"], status[0, "Claimed"]));
        return took;
    }

    private static int AtWork(StubbornJobs jobs) =>
        jobs.Witness.Read().Count(line => line is { Attempt: > 1, Event: StubbornJobs.ChildStart });

    private static IEnumerable<string> WhatIsLeft(StubbornJobs jobs) =>
        jobs.AtWork.Concat(jobs.OpenFiles);
}
