using RetryOrchestrator.Engine.Guards;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Tests.Guards;

/// <summary>When a missing command stops a run. Evidence in, verdict out.</summary>
public sealed class MissingCommandTests
{
    private static readonly AttemptVerdict Done = new(AttemptOutcome.Success);
    private static readonly AttemptVerdict Other = Failed("timeout");
    private static readonly AttemptVerdict NotFound = Failed(Failure.CommandNotFoundType);

    [Fact]
    public void What_cannot_be_started_for_one_job_stops_the_run_at_once()
    {
        var gone = new AttemptVerdict(
            AttemptOutcome.Failed,
            new Failure(FailureCategory.Infrastructure, Failure.CommandNotFoundType, "gone")
            {
                ConcernsEveryJob = true,
            }
        );

        var halt = new MissingCommand(due: 1).Observe("v1", gone);

        Assert.Equal((ErrorIds.CommandNotFound, "gone"), (halt?.ErrorId, halt?.Message));
    }

    [Fact]
    public void A_folder_that_is_gone_is_not_called_a_missing_command()
    {
        var gone = new AttemptVerdict(
            AttemptOutcome.Failed,
            new Failure(FailureCategory.Infrastructure, "program_not_started", "the folder is gone")
            {
                ConcernsEveryJob = true,
            }
        );

        Assert.Equal(
            ErrorIds.ProgramNotStarted,
            new MissingCommand(due: 1).Observe("v1", gone)?.ErrorId
        );
    }

    [Fact]
    public void A_command_in_the_jobs_own_script_takes_several_different_jobs_in_a_row()
    {
        var guard = new MissingCommand(due: 100);

        Assert.Equal(
            [false, false, false, false, true],
            Enumerable.Range(1, 5).Select(job => guard.Observe($"v{job}", NotFound) is not null)
        );
    }

    [Fact]
    public void Whoever_ends_in_another_way_shows_that_commands_are_there()
    {
        foreach (var other in (AttemptVerdict[])[Done, Other])
        {
            var guard = new MissingCommand(due: 100);
            for (var job = 1; job <= 40; job++)
            {
                Assert.Null(guard.Observe($"v{job}", job % 5 == 0 ? other : NotFound));
            }
        }
    }

    [Fact]
    public void What_was_stopped_or_put_off_says_nothing()
    {
        var guard = new MissingCommand(due: 100);
        for (var job = 1; job <= 4; job++)
        {
            Assert.Null(guard.Observe($"v{job}", NotFound));
            Assert.Null(guard.Observe($"w{job}", new AttemptVerdict(AttemptOutcome.Cancelled)));
            Assert.Null(guard.Observe($"x{job}", new AttemptVerdict(AttemptOutcome.Deferred)));
        }

        Assert.NotNull(guard.Observe("v5", NotFound));
    }

    [Fact]
    public void Of_a_short_list_all_of_it_is_enough_and_one_job_alone_never_is()
    {
        var two = new MissingCommand(due: 2);
        Assert.Null(two.Observe("v1", NotFound));
        Assert.NotNull(two.Observe("v2", NotFound));

        Assert.Null(new MissingCommand(due: 1).Observe("v1", NotFound));
        Assert.Null(new MissingCommand(due: 0).Observe("v1", NotFound));
    }

    private static AttemptVerdict Failed(string type) =>
        new(AttemptOutcome.Failed, new Failure(FailureCategory.Infrastructure, type, "it failed"));
}
