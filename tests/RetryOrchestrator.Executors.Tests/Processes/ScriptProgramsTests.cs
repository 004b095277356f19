using Microsoft.Extensions.Time.Testing;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Executors.Tests.Support;

namespace RetryOrchestrator.Executors.Tests.Processes;

/// <summary>
/// Whose a program is that a script started, in a process that is there for its run and in one that
/// is also the user's. The clock stands still: nothing is looked at but when an attempt ends.
/// </summary>
[Collection(ProcessToItself.Name)]
public sealed class ScriptProgramsTests : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly FakeTimeProvider _time = new();
    private readonly SleepingPrograms _sleeping = new();

    public ScriptProgramsTests() =>
        Assert.SkipUnless(InheritedMark.IsSupported, "NOT TESTED: needs marks that Linux has.");

    public void Dispose() => _sleeping.Dispose();

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task An_orphan_that_nobody_saw_ends_with_the_attempt_of_the_script_that_made_it(
        bool isOurs,
        bool stopped
    )
    {
        BirthMarks.Require();
        using var programs = new ScriptPrograms(isOurs, _time);
        int mine = 0,
            others = 0;
        var script = new ScriptStandIn(programs, "mine", () => mine = _sleeping.StartOrphan());
        var other = new ScriptStandIn(programs, "other", () => others = _sleeping.StartOrphan());

        await script.EndAsync(stopped: stopped);

        Assert.False(Snapshot.IsAlive(mine));
        Assert.True(Snapshot.IsAlive(others));
        await other.EndAsync();
        Assert.False(Snapshot.IsAlive(others));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_scripts_own_threads_start_is_the_scripts(bool isOurs)
    {
        BirthMarks.Require();
        using var programs = new ScriptPrograms(isOurs, _time);
        int child = 0,
            orphan = 0;
        var script = new ScriptStandIn(
            programs,
            "mine",
            () =>
                NamedThread.Run(
                    "job",
                    () =>
                    {
                        child = _sleeping.StartChild();
                        orphan = _sleeping.StartOrphan();
                    }
                )
        );
        _time.Advance(Look);

        await script.EndAsync();

        Assert.False(Snapshot.IsAlive(child));
        Assert.False(Snapshot.IsAlive(orphan));
    }

    [Fact]
    public async Task What_a_script_still_starts_that_was_given_up_is_ended_at_the_next_look()
    {
        BirthMarks.Require();
        using var programs = new ScriptPrograms(isOurs: false, _time);
        int child = 0,
            orphan = 0;
        var script = new ScriptStandIn(programs, "mine", () => { });
        await script.GiveUpAsync(() =>
            (child, orphan) = (_sleeping.StartChild(), _sleeping.StartOrphan())
        );

        _time.Advance(Look);

        await Eventually.True(() => !Snapshot.IsAlive(child), "the child ends");
        await Eventually.True(() => !Snapshot.IsAlive(orphan), "the orphan ends");
    }

    [Fact]
    public async Task What_others_start_beside_a_script_is_theirs()
    {
        using var programs = new ScriptPrograms(isOurs: false, _time);
        int child = 0,
            orphan = 0,
            ofPool = 0;
        // A thread of .NET's pool works for everybody, whoever had it started.
        var script = new ScriptStandIn(
            programs,
            "mine",
            () =>
                NamedThread.Run(
                    ".NET TP Worker",
                    () => ofPool = _sleeping.StartChild(),
                    waits: true
                )
        );
        NamedThread.Run(
            "user",
            () => (child, orphan) = (_sleeping.StartChild(), _sleeping.StartOrphan())
        );

        await script.EndAsync();

        Assert.All([child, orphan, ofPool], id => Assert.True(Snapshot.IsAlive(id)));
    }

    [Fact]
    public async Task Two_runs_in_one_process_keep_what_is_theirs()
    {
        BirthMarks.Require();
        using var one = new ScriptPrograms(isOurs: false, _time);
        var twosTime = new FakeTimeProvider();
        using var two = new ScriptPrograms(isOurs: false, twosTime);
        int ones = 0,
            twos = 0;
        var first = new ScriptStandIn(one, "one", () => ones = _sleeping.StartChild());
        var second = new ScriptStandIn(two, "two", () => twos = _sleeping.StartChild());

        // The look of the one must not take the other's for the user's.
        _time.Advance(Look);
        Assert.Equal(InheritedMark.Of("one"), InheritedMark.Read(ones));
        Assert.NotNull(InheritedMark.Read(twos));
        twosTime.Advance(Look);
        Assert.Equal(InheritedMark.Of("two"), InheritedMark.Read(twos));

        await first.EndAsync();
        Assert.True(Snapshot.IsAlive(twos));
        await second.EndAsync();
        Assert.False(Snapshot.IsAlive(twos));
    }
}
