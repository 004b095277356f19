using CsCheck;
using RetryOrchestrator.Engine.Rendering.Progress;

namespace RetryOrchestrator.Engine.Tests.Rendering;

public class TimeLeftTests
{
    [Theory]
    [InlineData(60, 10, 20, 60)]
    [InlineData(60, 1, 4, 180)]
    [InlineData(10, 3, 4, 4)]
    [InlineData(0, 4, 4, 0)]
    [InlineData(10, 5, 4, 0)]
    public void The_rest_takes_as_long_as_what_is_done_took(
        int elapsed,
        int done,
        int total,
        int left
    ) =>
        Assert.Equal(
            TimeSpan.FromSeconds(left),
            TimeLeft.Estimate(TimeSpan.FromSeconds(elapsed), done, total)
        );

    [Theory]
    [InlineData(60, 0, 20)]
    [InlineData(0, 1, 20)]
    [InlineData(-1, 1, 20)]
    [InlineData(86_400, 1, 10_000_000)]
    public void Nobody_can_tell_at_the_beginning_nor_beyond_a_month(
        int elapsed,
        int done,
        int total
    ) => Assert.Null(TimeLeft.Estimate(TimeSpan.FromSeconds(elapsed), done, total));

    [Fact]
    public void No_numbers_make_it_fail() =>
        Gen.Select(Gen.TimeSpan, Gen.Int, Gen.Int)
            .Sample(
                (elapsed, done, total) =>
                    TimeLeft.Estimate(elapsed, done, total) is null or { Ticks: >= 0 }
            );
}
