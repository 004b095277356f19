using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Engine.Tests.Support;

/// <summary>Short names for what attempts come to.</summary>
internal static class Result
{
    public static AttemptResult Ok => AttemptResult.Success;

    public static AttemptResult Infrastructure => Fail(FailureCategory.Infrastructure);

    public static AttemptResult Account => Fail(FailureCategory.Account);

    public static AttemptResult Input => Fail(FailureCategory.Input);

    public static AttemptResult Unknown => Fail(FailureCategory.Unknown);

    public static AttemptResult Fail(FailureCategory category) =>
        new AttemptResult.Failed(
            new FailureEvidence
            {
                Message = $"{category} failure",
                DeclaredCategory = category,
                DeclaredType = "declared",
            }
        );
}
