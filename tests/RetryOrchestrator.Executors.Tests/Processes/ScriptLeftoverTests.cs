using Microsoft.Extensions.Time.Testing;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Executors.Tests.Support;

namespace RetryOrchestrator.Executors.Tests.Processes;

/// <summary>
/// What becomes of what a script leaves at work when it ends. The clock stands still: nothing is
/// looked at but when an attempt ends.
/// </summary>
[Collection(ProcessToItself.Name)]
public sealed class ScriptLeftoverTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly SleepingPrograms _sleeping = new();

    public ScriptLeftoverTests() =>
        Assert.SkipUnless(InheritedMark.IsSupported, "NOT TESTED: needs marks that Linux has.");

    public void Dispose() => _sleeping.Dispose();

    [Fact]
    public async Task What_a_script_leaves_that_succeeds_is_left_alone()
    {
        using var programs = new ScriptPrograms(isOurs: true, _time);
        int child = 0,
            orphan = 0;
        var script = new ScriptStandIn(
            programs,
            "mine",
            () => (child, orphan) = (_sleeping.StartChild(), _sleeping.StartOrphan())
        );

        await script.EndAsync(succeeded: true, stopped: false);

        Assert.True(Snapshot.IsAlive(child));
        Assert.True(Snapshot.IsAlive(orphan));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_script_left_that_succeeded_is_not_taken_for_that_of_one_that_was_cut_off(
        bool isOurs
    )
    {
        BirthMarks.Require();
        using var programs = new ScriptPrograms(isOurs, _time);
        int orphan = 0,
            others = 0;
        var script = new ScriptStandIn(
            programs,
            "mine",
            () =>
            {
                orphan = _sleeping.StartOrphan();
                _time.Advance(TimeSpan.FromMilliseconds(1));
            }
        );
        var other = new ScriptStandIn(programs, "other", () => others = _sleeping.StartOrphan());

        await script.EndAsync(succeeded: true, stopped: false);

        // The start after a kill -9 looks for what has the mark of the process, or of an attempt in flight.
        Assert.Equal(InheritedMark.Of("mine"), InheritedMark.Read(orphan));
        Assert.Contains(InheritedMark.Read(others)!.Value, SessionMark.OfThisProcess);
        await other.EndAsync();
        Assert.True(Snapshot.IsAlive(orphan));
    }

    [Fact]
    public async Task What_a_script_leaves_is_counted_whether_it_is_ended_or_left_alone()
    {
        BirthMarks.Require();
        using var programs = new ScriptPrograms(isOurs: true, _time);
        var failing = new ScriptStandIn(programs, "one", StartBoth);
        var succeeding = new ScriptStandIn(programs, "two", StartBoth);

        Assert.Equal(2, await failing.EndAsync(stopped: false));
        Assert.Equal(0, await succeeding.EndAsync(succeeded: true, stopped: false));

        var left = Assert.Single(programs.TakeLeftovers(all: true));
        Assert.Equal((2, false), (left.Count, left.AreEnded));
        Assert.Empty(programs.TakeLeftovers(all: true));
    }

    [Fact]
    public async Task What_a_script_leaves_that_succeeds_is_ended_where_that_is_asked_for()
    {
        BirthMarks.Require();
        var rules = new LeftoverRules { EndsAfterSuccess = true };
        using var programs = new ScriptPrograms(isOurs: true, _time, rules);
        var script = new ScriptStandIn(programs, "mine", StartBoth);

        Assert.Equal(2, await script.EndAsync(succeeded: true, stopped: false));

        Assert.All(_sleeping.Ids, id => Assert.False(Snapshot.IsAlive(id)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_on_the_list_is_spared_when_a_script_is_stopped(bool isOurs)
    {
        BirthMarks.Require();
        var rules = new LeftoverRules { Spare = new SpareList(["sleep"]) };
        using var programs = new ScriptPrograms(isOurs, _time, rules);
        var script = new ScriptStandIn(programs, "mine", StartBoth);
        script.Work.Stop();

        Assert.Equal(0, await script.EndAsync());

        Assert.All(_sleeping.Ids, id => Assert.True(Snapshot.IsAlive(id)));
    }

    private void StartBoth()
    {
        _sleeping.StartChild();
        _sleeping.StartOrphan();
        _time.Advance(TimeSpan.FromMilliseconds(1));
    }
}
