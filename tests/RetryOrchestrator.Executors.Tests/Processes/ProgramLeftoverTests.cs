using System.Diagnostics;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Executors.Tests.Support;

namespace RetryOrchestrator.Executors.Tests.Processes;

/// <summary>What becomes of what a program leaves at work when it comes to its end.</summary>
public sealed class ProgramLeftoverTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<int> _left = [];

    public ProgramLeftoverTests() =>
        Assert.SkipUnless(InheritedMark.IsSupported, "NOT TESTED: needs marks that Linux has.");

    public void Dispose()
    {
        foreach (var id in _left.Where(Snapshot.IsAlive))
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }

        _folder.Dispose();
    }

    // Each leaves a process that writes its id.
    public static TheoryData<string, string> Ways =>
        new()
        {
            { "sh -c '{write}' &", "a child that holds the output open" },
            { "sh -c '{write}' > /dev/null 2>&1 < /dev/null &", "a child" },
            { "(sh -c '{write}' > /dev/null 2>&1 < /dev/null &)", "a grandchild" },
            { "setsid sh -c '{write}' > /dev/null 2>&1 < /dev/null &", "a session of its own" },
            {
                "setsid -f sh -c 'setsid -f sh -c \"{inner}\"' > /dev/null 2>&1 < /dev/null",
                "two forks"
            },
            {
                "env -i setsid -f /bin/sh -c '{write}' > /dev/null 2>&1 < /dev/null",
                "no environment"
            },
            {
                "sh -c 'trap \"\" TERM HUP INT; {write}' > /dev/null 2>&1 < /dev/null &",
                "ignored signals"
            },
            {
                "perl -e '$0 = q(x) x 3000; open F, q(>), q({file}.new); print F $$; close F; rename q({file}.new), q({file}); sleep 1000' > /dev/null 2>&1 < /dev/null &",
                "another title"
            },
        };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task What_a_program_leaves_that_failed_is_ended_before_its_attempt_is_over(
        string way,
        string _
    )
    {
        var (result, left, _) = await RunAsync(way, exitCode: 3);

        Assert.False(Snapshot.IsAlive(left));
        var failed = Assert.IsType<AttemptResult.Failed>(result);
        Assert.Equal(3, failed.Evidence.ExitCode);
        Assert.InRange(failed.EndedLeftovers, 1, 3);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task What_a_program_leaves_that_succeeded_is_left_alone_and_counted(
        string way,
        string _
    )
    {
        var (result, left, counted) = await RunAsync(way, exitCode: 0);

        Assert.Same(AttemptResult.Success, result);
        Assert.True(Snapshot.IsAlive(left));
        var one = Assert.Single(counted);
        Assert.Equal((1, "j1", 4, false), (one.Count, one.JobId, one.Number, one.AreEnded));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task It_is_ended_after_a_success_too_where_that_is_asked_for(string way, string _)
    {
        var rules = new LeftoverRules { EndsAfterSuccess = true };

        var (result, left, counted) = await RunAsync(way, exitCode: 0, rules);

        Assert.False(Snapshot.IsAlive(left));
        Assert.IsType<AttemptResult.Succeeded>(result);
        Assert.InRange(result.EndedLeftovers, 1, 3);
        Assert.Empty(counted);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(3, false)]
    public async Task A_server_on_the_list_is_spared_and_not_counted_whatever_came_of_the_program(
        int exitCode,
        bool always
    )
    {
        var rules = new LeftoverRules
        {
            EndsAfterSuccess = always,
            Spare = new SpareList(["server.pl"]),
        };
        var server = _folder["server.pl"];
        // What it starts itself stays with it.
        File.WriteAllText(
            server,
            "if (!fork) { exec 'sleep', '1000' } open F, '>', \"$ARGV[0].new\"; print F $$; close F; rename \"$ARGV[0].new\", $ARGV[0]; sleep 1000"
        );

        var (result, left, counted) = await RunAsync(
            $"perl {server} {{file}} > /dev/null 2>&1 < /dev/null &",
            exitCode,
            rules,
            hasChild: true
        );

        Assert.True(Snapshot.IsAlive(left));
        Assert.Equal(0, result.EndedLeftovers);
        Assert.Empty(counted);
        var its = Snapshot.Now().Entries.Single(entry => entry.ParentId == left);
        _left.Add(its.Id);
    }

    [Fact]
    public async Task A_program_that_leaves_nothing_is_told_nothing_of()
    {
        await using var executor = Executor("exit 0", new LeftoverRules());

        Assert.Same(AttemptResult.Success, await ExecuteAsync(executor));
        Assert.Empty(executor.TakeLeftovers(passIsOver: true));
    }

    private async Task<(AttemptResult, int, IReadOnlyList<AttemptLeftovers>)> RunAsync(
        string way,
        int exitCode,
        LeftoverRules? rules = null,
        bool hasChild = false
    )
    {
        var file = _folder["left"];
        const string Inner = "echo \\$\\$ > {file}.new; mv {file}.new {file}; exec sleep 1000";
        const string Write = "echo $$ > {file}.new; mv {file}.new {file}; exec sleep 1000";
        var script = way.Replace("{inner}", Inner)
            .Replace("{write}", Write)
            .Replace("{file}", file);
        // It ends only when what it leaves is at work.
        await using var executor = Executor(
            $"{script}\nwhile [ ! -e {file} ]; do sleep 0.01; done; exit {exitCode}",
            rules ?? new LeftoverRules()
        );

        var result = await ExecuteAsync(executor);

        var left = await Eventually.ProcessId(file);
        _left.Add(left);
        // What only handed it on is about to end, and is not left: it counts until it has.
        if (InheritedMark.Read(left) is { } mark)
        {
            await Eventually.True(
                () =>
                    Snapshot
                        .Now()
                        .Entries.All(entry =>
                            entry.Mark != mark
                            || entry.Id == left
                            || (hasChild && entry.ParentId == left)
                        ),
                "nothing else of it is at work"
            );
        }

        return (result, left, executor.TakeLeftovers(passIsOver: true));
    }

    private ProgramExecutor Executor(string script, LeftoverRules rules) =>
        new("/bin/sh", ["-c", script], _folder.Path) { Leftovers = rules };

    private async Task<AttemptResult> ExecuteAsync(ProgramExecutor executor) =>
        await executor.ExecuteAsync(
            Attempts.Of(Attempts.Job("j1"), _folder["artifacts"]),
            new StopSignals(CancellationToken.None, CancellationToken.None)
        );
}
