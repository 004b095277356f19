using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Engine.Tests.Summary;

public class SuccessRateTests
{
    [Theory]
    [InlineData(5, 8, 62.5)]
    [InlineData(2, 3, 66.7)]
    [InlineData(1, 3, 33.3)]
    [InlineData(999, 1_000, 99.9)]
    public void It_is_rounded_to_one_decimal(int succeeded, int total, double rate) =>
        Assert.Equal(rate, SuccessRate.Of(succeeded, total));

    [Theory]
    [InlineData(9_999, 10_000, 99.9)]
    [InlineData(1, 10_000_000, 0.1)]
    public void Only_all_is_100_and_only_none_is_0(int succeeded, int total, double rate) =>
        Assert.Equal(rate, SuccessRate.Of(succeeded, total));

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 7, 0)]
    [InlineData(7, 7, 100)]
    [InlineData(10_000_000, 10_000_000, 100)]
    public void None_is_0_and_all_is_100(int succeeded, int total, double rate) =>
        Assert.Equal(rate, SuccessRate.Of(succeeded, total));
}
