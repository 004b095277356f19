using System.Globalization;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Proof.Tests.Support;

namespace RetryOrchestrator.Proof.Tests.Crash;

/// <summary>
/// One jobs file, started again and again until its run is over; each start but the last is
/// killed. All but the timing of the machine follows from the seed.
/// </summary>
internal sealed class CrashRun(int seed) : IDisposable
{
    private const int Jobs = 20;
    private static readonly Limits Limits = new(3, 6, 5, 3);
    private static readonly TimeSpan Ample = TimeSpan.FromMinutes(5);

    private readonly Random _chance = new(seed);
    private readonly List<string> _story = [];
    private readonly List<IReadOnlyList<OrchestratorAttempt>> _cutOff = [];
    private readonly List<string> _shown = [];
    private CrashFolder? _folder;

    /// <summary>What else happens to the folder after each kill.</summary>
    public Action<CrashFolder> AfterKill { get; init; } = _ => { };

    /// <summary>The kills, by moment.</summary>
    public Dictionary<string, int> Kills { get; } = [];

    /// <summary>How many kills left the progress CSV half written beside the whole one.</summary>
    public int HalfMirrors { get; private set; }

    /// <summary>Runs to the end, and holds the state against the witness.</summary>
    /// <param name="mostKills">After these it is let run.</param>
    public void RunToTheEnd(int mostKills)
    {
        try
        {
            var folder = _folder = new CrashFolder(Jobs, _chance);
            while (SitThrough(folder, mostKills > Kills.Values.Sum() ? NextMoment() : null)) { }

            Verdict.Check(folder, Limits, _cutOff, _shown);
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException(
                $"With {ProofSettings.Replay(seed)}: {failure.Message}\nThe kills: "
                    + string.Join(", ", _story),
                failure
            );
        }
    }

    public void Dispose() => _folder?.Dispose();

    private KillMoment NextMoment() => KillMoment.All[_chance.Next(KillMoment.All.Count)];

    /// <summary>One start of the host.</summary>
    /// <returns>Whether it was killed.</returns>
    private bool SitThrough(CrashFolder folder, KillMoment? moment)
    {
        if (moment?.WithNewJobs == true)
        {
            folder.Grow(1);
        }

        var before = folder.ReadState();
        var ends = folder.Witness.Read().Count(line => line.Event == Witness.End);
        File.Delete(folder.Paths.Mirror + ".tmp");
        using var host = new LiveHost(
            folder.FullName,
            folder.Start(Limits, moment?.RetryDelaySeconds ?? 0)
        );
        var sitting = new Sitting(folder, host, before, ends, _chance.Next(1, 5));
        if (moment is null || EndsBefore(moment, sitting))
        {
            Assert.True(host.ExitsWithin(Ample), $"The host did not end.\n{host}");
            _shown.AddRange(host.Lines);
            Verdict.CheckExitCode(host, folder.ReadState()!);
            return false;
        }

        host.Kill();
        Note(folder, moment, host);
        AfterKill(folder);
        return true;
    }

    private bool EndsBefore(KillMoment moment, Sitting sitting)
    {
        var delay = TimeSpan.FromMilliseconds(_chance.NextDouble() * moment.Within);
        Assert.True(
            SpinWait.SpinUntil(() => sitting.Host.HasExited || moment.HasCome(sitting), Ample),
            $"The moment '{moment.Name}' did not come, nor the end.\n{sitting.Host}"
        );
        return sitting.Host.ExitsWithin(delay);
    }

    private void Note(CrashFolder folder, KillMoment moment, LiveHost host)
    {
        _story.Add(moment.Name);
        Kills[moment.Name] = Kills.GetValueOrDefault(moment.Name) + 1;
        HalfMirrors += File.Exists(folder.Paths.Mirror + ".tmp") ? 1 : 0;
        _shown.AddRange(host.Lines);
        Verdict.CheckMirrorIsWhole(folder);
        if (folder.ReadState() is { } state)
        {
            Verdict.CheckCounts(state);
            var open = state.Open.ToList();
            Assert.InRange(open.Count, 0, Limits.Workers);
            _cutOff.Add(open);
        }
    }
}
