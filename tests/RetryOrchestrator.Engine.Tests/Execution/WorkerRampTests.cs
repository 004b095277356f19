using RetryOrchestrator.Engine.Execution;

namespace RetryOrchestrator.Engine.Tests.Execution;

/// <summary>How many workers are opened, from how long attempts take and what opening costs.</summary>
public sealed class WorkerRampTests
{
    private const double Idle = 0;
    private const double Full = 1;

    private static readonly TimeSpan Cost = TimeSpan.FromMilliseconds(25);

    [Fact]
    public void Workers_that_cost_nothing_are_all_used_at_once()
    {
        var ramp = new WorkerRamp(64, TimeSpan.Zero);

        Assert.Equal((64, false), (ramp.Count, ramp.HoldsBack));
    }

    [Theory]
    [InlineData(64, 3, true)]
    [InlineData(4, 3, true)]
    [InlineData(3, 3, false)]
    [InlineData(2, 2, false)]
    public void Of_workers_that_cost_something_a_few_are_used_at_first(
        int workers,
        int used,
        bool holdsBack
    )
    {
        var ramp = new WorkerRamp(workers, Cost);

        Assert.Equal((used, holdsBack), (ramp.Count, ramp.HoldsBack));
    }

    [Theory]
    [InlineData(0.05, 10_000, 3)] // half a second of work: done before a fourth has paid
    [InlineData(10, 1_000, 10)] // 10 s of work: the tenth saves 0.1 s, four times what it costs
    [InlineData(10, 10_000, 31)]
    [InlineData(10, 100_000, 64)]
    [InlineData(1_000, 5, 7)]
    public void More_are_used_as_far_as_the_last_saves_four_times_its_cost(
        double milliseconds,
        int jobs,
        int used
    )
    {
        var ramp = new WorkerRamp(64, Cost);
        Learn(ramp, WorkerRamp.SampleSize, milliseconds);

        ramp.Grow(jobs, Idle);

        Assert.Equal(used, ramp.Count);
    }

    [Theory]
    [InlineData(Full, 3)]
    [InlineData(0.5, 6)]
    [InlineData(0.1, 30)]
    [InlineData(0.01, 64)]
    public void No_more_are_used_than_the_processors_have_room_for(double processorShare, int used)
    {
        var ramp = new WorkerRamp(64, Cost);
        Learn(ramp, WorkerRamp.SampleSize, 10);

        ramp.Grow(100_000, processorShare);

        Assert.Equal(used, ramp.Count);
    }

    [Fact]
    public void None_is_given_up_when_few_jobs_are_left()
    {
        var ramp = new WorkerRamp(64, Cost);
        Learn(ramp, WorkerRamp.SampleSize, 10);
        ramp.Grow(10_000, Idle);

        Learn(ramp, WorkerRamp.SampleSize, 10);
        ramp.Grow(0, Idle);

        Assert.Equal(31, ramp.Count);
    }

    [Fact]
    public void It_judges_by_a_sample_of_its_own_each_time()
    {
        var ramp = new WorkerRamp(64, Cost);

        Learn(ramp, WorkerRamp.SampleSize - 1, 0.1);
        Assert.False(ramp.MayGrow);
        Learn(ramp, 1, 0.1);
        Assert.True(ramp.MayGrow);
        ramp.Grow(1_000, Idle);
        Assert.False(ramp.MayGrow);

        // The short ones before are forgotten.
        Learn(ramp, WorkerRamp.SampleSize, 10);
        ramp.Grow(1_000, Idle);
        Assert.Equal(10, ramp.Count);
    }

    [Theory]
    [InlineData(64, 3, 1, true)]
    [InlineData(64, 2, 1, true)]
    [InlineData(64, 1, 1, false)] // one among short ones
    [InlineData(64, 3, 0, false)] // nobody to open for
    [InlineData(3, 3, 1, false)] // no more to open
    public void All_are_to_be_used_once_half_of_the_attempts_are_long(
        int workers,
        int longOnes,
        int jobs,
        bool must
    )
    {
        Assert.Equal(must, new WorkerRamp(workers, Cost).MustGrow(longOnes, jobs));
    }

    [Fact]
    public void Then_none_is_held_back()
    {
        var ramp = new WorkerRamp(64, Cost);

        ramp.GrowToAll();

        Assert.Equal((64, false, false), (ramp.Count, ramp.HoldsBack, ramp.MayGrow));
    }

    private static void Learn(WorkerRamp ramp, int attempts, double milliseconds)
    {
        for (var i = 0; i < attempts; i++)
        {
            ramp.Learn(TimeSpan.FromMilliseconds(milliseconds));
        }
    }
}
