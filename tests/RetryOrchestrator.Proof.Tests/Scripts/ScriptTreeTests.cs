using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Proof.Tests.Stop;
using RetryOrchestrator.Proof.Tests.Support;
using RetryOrchestrator.Tests.Shared;

namespace RetryOrchestrator.Proof.Tests.Scripts;

/// <summary>
/// However a script starts a program, it does not outlive the attempt: not its time limit, not a
/// stop, and no later attempt runs beside it.
/// </summary>
public sealed class ScriptTreeTests
{
    private const string Host = "host";
    private const string Shell = "pwsh";
    private const string Typed = "Ctrl+C typed";
    private const string Closed = "terminal closed";
    private static readonly TimeSpan Ample = TimeSpan.FromMinutes(3);

    [Theory]
    [InlineData(Host)]
    [InlineData(Shell)]
    public void At_its_time_limit_all_that_a_script_started_ends_before_the_job_is_tried_again(
        string where
    )
    {
        using var way = WayOf(where, Typed);
        using var tree = new ScriptTree(way);
        using var host = tree.Start(way, timeLimit: 5);

        Assert.True(host.ExitsWithin(Ample), $"It did not end.\n{host}");

        Assert.Empty(tree.AtWork);
        Assert.Empty(tree.Overlapping);
        var attempts = tree.State.Attempts;
        Assert.Equal(2 * tree.Ways.Count, attempts.Count);
        Assert.All(
            attempts,
            attempt => Assert.Equal(("timeout", AttemptOutcome.Failed), Of(attempt))
        );
        Assert.SkipUnless(
            tree.Begun.SetEquals(tree.Ways),
            "NOT TESTED: within 10 s this machine has not started a program of each kind; it has "
                + string.Join(", ", tree.Begun)
        );

        static (string?, AttemptOutcome?) Of(Engine.Summary.OrchestratorAttempt attempt) =>
            (attempt.FailureType, attempt.Outcome);
    }

    [Theory]
    [InlineData(Host, Typed)]
    [InlineData(Shell, Typed)]
    [InlineData(Host, Closed)]
    [InlineData(Shell, Closed)]
    public void At_a_stop_all_that_a_script_started_ends_and_the_attempts_cost_nothing(
        string where,
        string how
    )
    {
        using var way = WayOf(where, how);
        using var tree = new ScriptTree(way);
        using var host = tree.Start(way, timeLimit: 3600);
        Assert.True(
            SpinWait.SpinUntil(() => tree.Begun.SetEquals(tree.Ways) || host.HasExited, Ample),
            $"Not every program began.\n{host}"
        );

        way.Act(host);

        Assert.True(host.ExitsWithin(Ample), $"It did not end.\n{host}");
        Assert.Empty(tree.AtWork);
        var state = tree.State;
        Assert.All(
            state.Attempts,
            attempt => Assert.Equal(AttemptOutcome.Cancelled, attempt.Outcome)
        );
        Assert.Equal(tree.Ways.Count, state.Status.Pending);
        Assert.True(way.IsStopped(host.ExitCode), $"Exit code {host.ExitCode}.\n{host}");
    }

    private static ByTerminal WayOf(string where, string how)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What is left is seen through /proc.");
        Assert.SkipWhen(how == Closed && HostProcess.OutlivesTerminals, ByTerminal.NotUnderNohup);
        Action<TerminalHost> act = how == Typed ? host => host.PressCtrlC() : host => host.HangUp();
        return where == Shell ? new ShellInTerminal(act) : new HostInTerminal(act);
    }
}
