using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Rendering;

/// <summary>Failures by category, in the summary's order: <c>1 account, 2 infrastructure</c>.</summary>
internal static class FailureCounts
{
    /// <summary>Of jobs that failed for good.</summary>
    public static string Of(JobTally jobs) =>
        Of(jobs.FailedAccount, jobs.FailedInfrastructure, jobs.FailedUnknown, jobs.FailedInput);

    /// <summary>Of these counts; those that are zero are left out.</summary>
    public static string Of(int account, int infrastructure, int unknown, int input) =>
        Words.Parts(
            (account, "account"),
            (infrastructure, "infrastructure"),
            (unknown, "unknown"),
            (input, "input")
        );
}
