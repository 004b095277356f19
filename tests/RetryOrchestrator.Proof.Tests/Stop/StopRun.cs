using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Proof.Tests.Support;

namespace RetryOrchestrator.Proof.Tests.Stop;

/// <summary>
/// One jobs file, started again and again until its run is over; each start but the last is
/// stopped. All but the timing of the machine follows from the seed.
/// </summary>
internal sealed class StopRun(int seed, StopWay way) : IDisposable
{
    private const int Jobs = 5;
    private const int Workers = 3;
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(10);

    // What keeps the host's threads waiting keeps those waiting too that it waits for: the disk, the
    // programs that end, the kernel that takes a process down. Their waits are not seen.
    private const int MachinesShare = 3;

    private static readonly TimeSpan Ample = TimeSpan.FromMinutes(2);

    private readonly Random _chance = new(seed);
    private readonly StubbornJobs _jobs = new(Jobs);
    private readonly List<string> _story = [];
    private readonly List<string> _shown = [];

    /// <summary>The stops: when each came, and how long after it nothing was left.</summary>
    public List<(string Moment, TimeSpan Took)> Stops { get; } = [];

    /// <summary>Runs to the end, and holds the state against the witness after every stop.</summary>
    public void RunToTheEnd(int stops)
    {
        try
        {
            while (Stops.Count < stops)
            {
                SitThrough(StopMoment.All[_chance.Next(StopMoment.All.Count)]);
            }

            Finish();
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException(
                $"With {ProofSettings.Replay(seed)}: {failure.Message}\nThe stops: "
                    + string.Join(", ", _story),
                failure
            );
        }
    }

    public void Dispose() => _jobs.Dispose();

    private void SitThrough(StopMoment moment)
    {
        // One gate at least stays closed, so that the pass does not end.
        _jobs.OpenOnly(
            moment.JobsEnd
                ? _jobs.Ids
                : _chance.GetItems([.. _jobs.Ids], _chance.Next(Jobs)).Distinct()
        );
        using var host = Start(moment.RetryDelaySeconds);
        var sitting = new Sitting(_jobs, host, _jobs.Witness.Read().Count, _chance.Next(1, 4));
        _story.Add(moment.Name);
        AwaitMoment(moment, sitting);
        var took = Stop(host, moment.RetryDelaySeconds > 0 ? TimeSpan.Zero : ShutdownTimeout);

        Stops.Add((moment.Name, took));
        _shown.AddRange(host.Lines);
        Assert.True(way.IsStopped(host.ExitCode), $"Exit code {host.ExitCode}.\n{host}");
        if (ReadState() is { } state)
        {
            StopVerdict.CheckStopped(_jobs, state);
        }
    }

    private void AwaitMoment(StopMoment moment, Sitting sitting)
    {
        var host = sitting.Host;
        Assert.True(
            SpinWait.SpinUntil(() => way.CanBeAsked(host) || host.HasExited, Ample)
                && SpinWait.SpinUntil(() => moment.HasCome(sitting) || host.HasExited, Ample),
            $"The moment '{moment.Name}' did not come.\n{host}"
        );
        var ended = host.ExitsWithin(
            TimeSpan.FromMilliseconds(_chance.NextDouble() * moment.Within)
        );
        Assert.False(ended, $"It ended before it was stopped.\n{host}");
    }

    /// <summary>Stops it, and sees that nothing is left in time.</summary>
    /// <returns>How long that took.</returns>
    private TimeSpan Stop(ILiveHost host, TimeSpan shutdownTimeout)
    {
        var (began, wait) = Ask(host);
        while (!host.ExitsWithin(LookEvery) && Took() < Ample)
        {
            wait.Look();
        }

        // Up to the look that finds nothing: the time it takes to look is not the host's.
        var took = Took();
        while (!NothingIsLeft() && Took() < Ample)
        {
            wait.Look();
            took = Took();
        }

        wait.Look();
        Assert.True(NothingIsLeft(), $"{string.Join('\n', WhatIsLeft())}\n{host}");
        Assert.True(
            took <= shutdownTimeout + Slack + MachinesShare * wait.Total,
            $"It took {took}, though the machine kept it waiting for {wait.Total} only.\n{host}"
        );
        return took;

        TimeSpan Took() => TimeProvider.System.GetElapsedTime(began);
    }

    /// <summary>Asks until there is a run that can be stopped.</summary>
    /// <returns>When that was, and what the machine does to those who have a part in it since.</returns>
    private (long Began, ProcessorWait Wait) Ask(ILiveHost host)
    {
        while (true)
        {
            lock (way.Turn)
            {
                var wait = new ProcessorWait([host.Id, .. way.Helpers]);
                var began = TimeProvider.System.GetTimestamp();
                var asked = way.Ask(host, _jobs);
                while (!asked.Wait(LookEvery))
                {
                    wait.Look();
                }

                if (asked.Result)
                {
                    return (began, wait);
                }
            }

            Assert.False(host.HasExited, $"It ended before it was stopped.\n{host}");
        }
    }

    private void Finish()
    {
        _jobs.LetSucceed();
        using var host = Start(retryDelaySeconds: 0);
        Assert.True(host.ExitsWithin(Ample), $"The host did not end.\n{host}");
        _shown.AddRange(host.Lines);
        Assert.True(host.ExitCode == 0, $"Exit code {host.ExitCode}.\n{host}");
        StopVerdict.CheckCompleted(_jobs, ReadState()!, _shown);
        Assert.Empty(WhatIsLeft());
    }

    private StateSnapshot? ReadState() =>
        StateSnapshot.Read(
            StateSnapshot.Copy(StatePaths.ForJobs(_jobs.List).State, _jobs.At("copy.db"))
        );

    private bool NothingIsLeft() => !WhatIsLeft().Any();

    private IEnumerable<string> WhatIsLeft() => _jobs.AtWork.Concat(_jobs.OpenFiles);

    private ILiveHost Start(int retryDelaySeconds) =>
        way.Start(
            _jobs.FullName,
            [
                "Start-OrchestratorRun",
                "-Verbose",
                "-Command",
                StubbornJobs.Program,
                "-ArgumentList",
                string.Join(',', _jobs.Arguments),
                "-Banner",
                "None",
                "-RetryDelaySeconds",
                $"{retryDelaySeconds}",
                "-Workers",
                $"{Workers}",
                .. ProofSettings.NoLimits,
                "-ShutdownTimeoutSeconds",
                $"{ShutdownTimeout.TotalSeconds}",
            ]
        );
}
