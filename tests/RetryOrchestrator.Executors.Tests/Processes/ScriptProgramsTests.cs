using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Executors.Tests.Support;

namespace RetryOrchestrator.Executors.Tests.Processes;

/// <summary>
/// Whose a program is that a script started, in a process that is there for its run and in one that
/// is also the user's. The clock stands still: nothing is looked at but when an attempt ends.
/// </summary>
public sealed class ScriptProgramsTests : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private static readonly ManualResetEventSlim Never = new();

    private readonly FakeTimeProvider _time = new();
    private readonly TempFolder _folder = new();
    private readonly List<int> _started = [];

    public ScriptProgramsTests() =>
        Assert.SkipUnless(InheritedMark.IsSupported, "NOT TESTED: needs marks that Linux has.");

    public void Dispose()
    {
        foreach (var id in _started.Where(Snapshot.IsAlive))
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }

        _folder.Dispose();
    }

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
        RequireBirthMarks();
        using var programs = new ScriptPrograms(isOurs, _time);
        int mine = 0,
            others = 0;
        var script = new ScriptStandIn(programs, "mine", () => mine = StartOrphan());
        var other = new ScriptStandIn(programs, "other", () => others = StartOrphan());

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
        RequireBirthMarks();
        using var programs = new ScriptPrograms(isOurs, _time);
        int child = 0,
            orphan = 0;
        var script = new ScriptStandIn(
            programs,
            "mine",
            () =>
                OnThread(
                    "job",
                    () =>
                    {
                        child = StartChild();
                        orphan = StartOrphan();
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
        RequireBirthMarks();
        using var programs = new ScriptPrograms(isOurs: false, _time);
        int child = 0,
            orphan = 0;
        var script = new ScriptStandIn(programs, "mine", () => { });
        await script.GiveUpAsync(() => (child, orphan) = (StartChild(), StartOrphan()));

        _time.Advance(Look);

        await Eventually.True(() => !Snapshot.IsAlive(child), "the child ends");
        await Eventually.True(() => !Snapshot.IsAlive(orphan), "the orphan ends");
    }

    [Fact]
    public async Task What_a_script_leaves_that_succeeds_is_left_alone()
    {
        using var programs = new ScriptPrograms(isOurs: true, _time);
        int child = 0,
            orphan = 0;
        var script = new ScriptStandIn(
            programs,
            "mine",
            () => (child, orphan) = (StartChild(), StartOrphan())
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
        RequireBirthMarks();
        using var programs = new ScriptPrograms(isOurs, _time);
        int orphan = 0,
            others = 0;
        var script = new ScriptStandIn(
            programs,
            "mine",
            () =>
            {
                orphan = StartOrphan();
                _time.Advance(TimeSpan.FromMilliseconds(1));
            }
        );
        var other = new ScriptStandIn(programs, "other", () => others = StartOrphan());

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
        RequireBirthMarks();
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
        RequireBirthMarks();
        var rules = new LeftoverRules { EndsAfterSuccess = true };
        using var programs = new ScriptPrograms(isOurs: true, _time, rules);
        var script = new ScriptStandIn(programs, "mine", StartBoth);

        Assert.Equal(2, await script.EndAsync(succeeded: true, stopped: false));

        Assert.All(_started, id => Assert.False(Snapshot.IsAlive(id)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_on_the_list_is_spared_when_a_script_is_stopped(bool isOurs)
    {
        RequireBirthMarks();
        var rules = new LeftoverRules { Spare = new SpareList(["sleep"]) };
        using var programs = new ScriptPrograms(isOurs, _time, rules);
        var script = new ScriptStandIn(programs, "mine", StartBoth);
        script.Work.Stop();

        Assert.Equal(0, await script.EndAsync());

        Assert.All(_started, id => Assert.True(Snapshot.IsAlive(id)));
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
            () => OnThread(".NET TP Worker", () => ofPool = StartChild(), waits: true)
        );
        OnThread("user", () => (child, orphan) = (StartChild(), StartOrphan()));

        await script.EndAsync();

        Assert.All([child, orphan, ofPool], id => Assert.True(Snapshot.IsAlive(id)));
    }

    [Fact]
    public async Task Two_runs_in_one_process_keep_what_is_theirs()
    {
        RequireBirthMarks();
        using var one = new ScriptPrograms(isOurs: false, _time);
        var twosTime = new FakeTimeProvider();
        using var two = new ScriptPrograms(isOurs: false, twosTime);
        int ones = 0,
            twos = 0;
        var first = new ScriptStandIn(one, "one", () => ones = StartChild());
        var second = new ScriptStandIn(two, "two", () => twos = StartChild());

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

    private static void RequireBirthMarks()
    {
        var mark = BirthMark.Take();
        var worn = BirthMark.None;
        OnThread("try", () => worn = BirthMark.Wear(mark));
        Assert.SkipUnless(worn == mark, "NOT TESTED: needs marks that Linux 6.5 has.");
    }

    private void StartBoth()
    {
        StartChild();
        StartOrphan();
        _time.Advance(TimeSpan.FromMilliseconds(1));
    }

    private int StartChild() =>
        Start("echo $$ > {file}.new; mv {file}.new {file}; exec sleep 1000");

    private int StartOrphan() =>
        Start("(sh -c 'echo $$ > {file}.new; mv {file}.new {file}; exec sleep 1000' &)");

    private int Start(string command)
    {
        var file = _folder[Guid.NewGuid().ToString("N")];
        using var shell = Process.Start(
            "/bin/sh",
            ["-c", command.Replace("{file}", file, StringComparison.Ordinal)]
        );
        var id = Eventually.ProcessId(file).GetAwaiter().GetResult();
        lock (_started)
        {
            _started.Add(id);
        }

        return id;
    }

    /// <param name="name">What the system calls it.</param>
    /// <param name="work">What it does.</param>
    /// <param name="waits">Whether it stays, as what it started tells nobody when it has gone.</param>
    private static void OnThread(string name, Action work, bool waits = false)
    {
        using var done = new ManualResetEventSlim();
        var thread = new Thread(() =>
        {
            work();
            done.Set();
            if (waits)
            {
                Never.Wait();
            }
        })
        {
            Name = name,
            IsBackground = true,
        };
        thread.Start();
        done.Wait();
        if (!waits)
        {
            thread.Join();
        }
    }
}
