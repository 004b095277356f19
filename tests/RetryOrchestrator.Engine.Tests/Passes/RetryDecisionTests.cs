using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Engine.Tests.Passes;

public class RetryDecisionTests
{
    private static readonly OrchestratorOptions Defaults = new();

    [Theory]
    [InlineData(FailureCategory.Account)]
    [InlineData(FailureCategory.Input)]
    public void Account_and_input_failures_are_never_retried(FailureCategory category) =>
        Assert.Equal(RetryVerdict.NotRetryable, Decide(category, attempts: 1));

    [Theory]
    [InlineData(0, nameof(RetryVerdict.Retry))]
    [InlineData(2, nameof(RetryVerdict.Retry))]
    [InlineData(3, nameof(RetryVerdict.InfrastructureLimitReached))]
    public void Infrastructure_failures_are_retried_until_three_retries_were_granted(
        int granted,
        string expected
    ) =>
        Assert.Equal(
            expected,
            $"{Decide(FailureCategory.Infrastructure, attempts: granted + 1, granted)}"
        );

    [Theory]
    [InlineData(4, nameof(RetryVerdict.Retry))]
    [InlineData(5, nameof(RetryVerdict.AttemptLimitReached))]
    public void Unknown_failures_are_retried_until_the_attempts_are_used_up(
        int attempts,
        string expected
    ) => Assert.Equal(expected, $"{Decide(FailureCategory.Unknown, attempts)}");

    [Fact]
    public void Unknown_failures_are_not_retried_when_told_so() =>
        Assert.Equal(
            RetryVerdict.UnknownNotRetried,
            Decide(FailureCategory.Unknown, 1, 0, Defaults with { RetryUnknown = false })
        );

    [Fact]
    public void Infrastructure_failures_count_against_the_attempts_too() =>
        Assert.Equal(
            RetryVerdict.AttemptLimitReached,
            Decide(
                FailureCategory.Infrastructure,
                2,
                1,
                Defaults with
                {
                    MaxAttemptsPerJob = 2,
                    InfrastructureRetryLimit = 10,
                }
            )
        );

    [Fact]
    public void A_retry_limit_of_zero_grants_none() =>
        Assert.Equal(
            RetryVerdict.InfrastructureLimitReached,
            Decide(
                FailureCategory.Infrastructure,
                1,
                0,
                Defaults with
                {
                    InfrastructureRetryLimit = 0,
                }
            )
        );

    private static RetryVerdict Decide(
        FailureCategory category,
        int attempts,
        int granted = 0,
        OrchestratorOptions? options = null
    ) =>
        RetryDecision.Decide(
            category,
            new JobCounters(attempts, attempts, attempts, granted),
            options ?? Defaults
        );
}
