using System.Runtime.InteropServices;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Proof.Tests.Support;

namespace RetryOrchestrator.Proof.Tests.Uncertain;

/// <summary>
/// Kills jobs that post, their host, or both, at any moment, and counts what was posted: never twice.
/// What may have been posted is named; and where somebody can be asked, each is posted exactly once.
/// What counts are kills that cut off an attempt after its point of no return: others come for nothing.
/// </summary>
public sealed class UncertainTests
{
    private const int Jobs = 60;
    private const int Uncertain = 6;

    private static readonly TimeSpan Ample = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData("ByProgram", false)]
    [InlineData("ByProgram", true)]
    [InlineData("ByScript", false)]
    [InlineData("ByScript", true)]
    public void Nothing_is_posted_twice_whenever_its_attempt_is_killed(string posting, bool asks)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Finds the programs in /proc.");
        var how = Enum.Parse<Posting>(posting);
        var seed = ProofSettings.Seed();
        var wanted = ProofSettings.Pick(inShort: 12, inLong: 100);
        var (all, counted, attempts, uncertain) = (0, 0, 0, 0);
        for (var run = 0; counted < wanted; run++)
        {
            var chance = new Random(seed + run);
            using var folder = new PostingFolder(Jobs, chance);
            var kills = Kill(folder, how, asks, chance, wanted - counted);
            all += kills.All;
            counted += kills.Counted;
            uncertain += Finish(folder, how, asks);
            attempts += folder.CutOffCount;
        }

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{all} kills, {counted} of them cut off {attempts} attempts after their point of no return"
                + (asks ? "" : $"; {uncertain} jobs left uncertain before somebody was asked")
        );
    }

    // Starts and kills until the run ends by itself, or enough were killed.
    private static (int All, int Counted) Kill(
        PostingFolder folder,
        Posting how,
        bool asks,
        Random chance,
        int most
    )
    {
        for (var (all, counted) = (0, 0); ; )
        {
            // Seldom before it runs jobs, however long that takes on this machine.
            var isEarly = chance.Next(8) == 0;
            var before = folder.PassedCount;
            using var host = new LiveHost(folder.FullName, folder.Start(how, asks));
            while (counted < most)
            {
                if (host.ExitsWithin(TimeSpan.FromMilliseconds(chance.Next(20, 400))))
                {
                    return (all, counted);
                }

                if (how == Posting.ByProgram && chance.Next(6) > 0)
                {
                    if (KillProgram(folder, chance) is { } program)
                    {
                        all++;
                        counted += folder.NoteCutOff(program) ? 1 : 0;
                    }
                }
                else if (isEarly || folder.PassedCount > before)
                {
                    host.Kill();
                    all++;
                    counted += folder.NoteCutOff(program: null) ? 1 : 0;
                    break;
                }

                AssertNoneTwice(folder);
            }

            if (!host.HasExited && counted >= most)
            {
                Assert.True(host.ExitsWithin(Ample), $"The host did not end.\n{host}");
                return (all, counted);
            }
        }
    }

    private static int? KillProgram(PostingFolder folder, Random chance)
    {
        var programs = folder.Programs();
        if (programs.Count == 0)
        {
            return null;
        }

        var program = programs[chance.Next(programs.Count)];
        return SendSignal(program, 9) == 0 ? program : null;
    }

    // Without anybody to ask: what may have been posted is named, and nothing else is open. Then
    // somebody can be asked, and each has been posted exactly once.
    private static int Finish(PostingFolder folder, Posting how, bool asks)
    {
        var unsure = 0;
        if (!asks)
        {
            using var last = new LiveHost(folder.FullName, folder.Start(how, asks: false));
            Assert.True(last.ExitsWithin(Ample), $"The host did not end.\n{last}");
            unsure = AssertUncertainIsNamed(folder, last);
        }

        using var host = new LiveHost(folder.FullName, folder.Start(how, asks: true));
        Assert.True(host.ExitsWithin(Ample), $"The host did not end.\n{host}");
        Assert.True(host.ExitCode == 0, $"{host}");
        Assert.Equal(
            folder.JobIds.Select(id => (id, 1)).Order(),
            folder.Posted.Select(job => (job.Key, job.Value)).Order()
        );
        AssertAllWereAskedAbout(folder);
        return unsure;
    }

    private static int AssertUncertainIsNamed(PostingFolder folder, LiveHost host)
    {
        AssertNoneTwice(folder);
        var state = folder.ReadState()!;
        var unsure = state.Jobs.Where(job => job.Status == JobStatus.Uncertain).ToList();
        Assert.True(host.ExitCode == (unsure.Count > 0 ? Uncertain : 0), $"{host}");
        foreach (var job in state.Jobs)
        {
            var posted = folder.Posted.GetValueOrDefault(job.JobId);
            Assert.True(
                job.Status == JobStatus.Uncertain
                    || (job.Status == JobStatus.Success && posted == 1),
                $"{job.JobId} is {job.Status} and was posted {posted} times.\n{host}"
            );
        }

        Assert.Subset(unsure.Select(job => job.JobId).ToHashSet(), folder.CutOffJobs.ToHashSet());
        Assert.All(
            unsure,
            job =>
                Assert.Contains(
                    state.Attempts,
                    attempt =>
                        attempt.JobId == job.JobId
                        && attempt.Outcome == AttemptOutcome.Uncertain
                        && attempt.Checkpoint is not null
                )
        );
        return unsure.Count;
    }

    private static void AssertAllWereAskedAbout(PostingFolder folder)
    {
        var asked = folder
            .ReadState()!
            .Attempts.Where(attempt =>
                attempt is { Outcome: AttemptOutcome.Uncertain, Verification: not null }
            )
            .Select(attempt => attempt.JobId)
            .ToHashSet();
        Assert.Subset(asked, folder.CutOffJobs.ToHashSet());
    }

    private static void AssertNoneTwice(PostingFolder folder) =>
        Assert.DoesNotContain(folder.Posted, job => job.Value > 1);

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int process, int signal);
}
