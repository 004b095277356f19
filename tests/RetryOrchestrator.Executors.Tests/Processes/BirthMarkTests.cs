using System.Diagnostics;
using RetryOrchestrator.Executors.Processes;

namespace RetryOrchestrator.Executors.Tests.Processes;

public sealed class BirthMarkTests
{
    [Fact]
    public void No_two_that_follow_each_other_within_hundreds_are_the_same_and_none_means_anything_to_a_disk()
    {
        var marks = Enumerable
            .Range(0, 800)
            .Select(_ =>
            {
                var mark = BirthMark.Take();
                BirthMark.GiveBack(mark);
                return mark;
            })
            .ToHashSet();

        // Other tests may take some meanwhile, but nobody gets one twice before all had their turn.
        Assert.Equal(800, marks.Count);
        Assert.All(marks, mark => Assert.InRange(mark, 8, 1023));
    }

    [Fact]
    public void One_that_is_taken_is_nobody_elses_however_many_are_taken_after_it()
    {
        var mine = BirthMark.Take();

        var others = Enumerable
            .Range(0, 3000)
            .Select(_ =>
            {
                var mark = BirthMark.Take();
                BirthMark.GiveBack(mark);
                return mark;
            })
            .ToHashSet();

        BirthMark.GiveBack(mine);
        Assert.DoesNotContain(mine, others);
    }

    [Fact]
    public void A_thread_that_lent_its_mark_to_a_birth_has_what_it_had()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "NOT TESTED: needs marks that Linux has.");
        var (during, after) = (0, 0);
        var mark = BirthMark.Take();
        var thread = new Thread(() =>
        {
            var before = BirthMark.Lend(mark);
            during = BirthMark.Of(0);
            BirthMark.Restore(before);
            after = BirthMark.Of(0);
        });
        thread.Start();
        thread.Join();
        BirthMark.GiveBack(mark);

        Assert.SkipUnless(during == mark, "NOT TESTED: needs marks that Linux 6.5 has.");
        Assert.Equal(BirthMark.None, after);
    }

    [Fact]
    public void Threads_that_a_thread_starts_have_its_mark_until_it_is_cleared()
    {
        var mark = BirthMark.Take();
        var (worn, inherited, cleared) = (0, 0, 0);
        var parent = new Thread(() =>
        {
            worn = BirthMark.Wear(mark);
            var child = new Thread(() =>
            {
                inherited = BirthMark.Of(0);
                BirthMark.Clear(ThreadChildren.CurrentThread());
                cleared = BirthMark.Of(0);
            });
            child.Start();
            child.Join();
        });
        parent.Start();
        parent.Join();

        Assert.SkipUnless(worn == mark, "NOT TESTED: needs marks that Linux 6.5 has.");
        Assert.Equal(mark, inherited);
        Assert.Equal(BirthMark.None, cleared);
    }

    [Fact]
    public void Programs_that_a_thread_starts_have_its_mark()
    {
        var mark = BirthMark.Take();
        var (worn, inherited) = (0, 0);
        var parent = new Thread(() =>
        {
            worn = BirthMark.Wear(mark);
            using var program = Process.Start("/bin/sh", ["-c", "exec sleep 1000"]);
            inherited = BirthMark.Of(program.Id);
            program.Kill();
        });
        Assert.SkipWhen(OperatingSystem.IsWindows(), "NOT TESTED: needs marks that Linux has.");
        parent.Start();
        parent.Join();

        Assert.SkipUnless(worn == mark, "NOT TESTED: needs marks that Linux 6.5 has.");
        Assert.Equal(mark, inherited);
    }

    [Fact]
    public void What_is_not_there_has_none() =>
        Assert.Equal(BirthMark.None, BirthMark.Of(int.MaxValue));
}
