using RetryOrchestrator.Devices.Pool;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Devices.Tests.Pool;

/// <summary>What an attempt's end says of the device it had.</summary>
public sealed class LeaseOutcomeTests
{
    [Theory]
    [InlineData(FailureCategory.Account, LeaseOutcome.DeviceWorked)]
    [InlineData(FailureCategory.Input, LeaseOutcome.DeviceWorked)]
    [InlineData(FailureCategory.Infrastructure, LeaseOutcome.DeviceSuspected)]
    [InlineData(FailureCategory.Unknown, LeaseOutcome.DeviceSuspected)]
    public void A_failure_speaks_of_its_device_by_its_category(
        FailureCategory category,
        LeaseOutcome outcome
    ) =>
        Assert.Equal(
            outcome,
            LeaseOutcomes.Of(
                new AttemptResult.Failed(new FailureEvidence { Message = "x" })
                {
                    Sorted = new Failure(category, "", "x"),
                }
            )
        );

    [Fact]
    public void So_do_a_success_and_a_stop()
    {
        Assert.Equal(LeaseOutcome.DeviceWorked, LeaseOutcomes.Of(AttemptResult.Success));
        Assert.Equal(LeaseOutcome.Stopped, LeaseOutcomes.Of(AttemptResult.Stopped));
    }
}
