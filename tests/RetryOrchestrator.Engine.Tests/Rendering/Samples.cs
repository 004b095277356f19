using CsCheck;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Engine.Tests.Rendering;

/// <summary>Records as a run makes them.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The pass that the contract draws.</summary>
    public static readonly RetryPassSummary FirstPass = new()
    {
        RunId = 1,
        Pass = 1,
        MaxPasses = 5,
        Processed = 8,
        Succeeded = 5,
        FailedAccount = 1,
        FailedInfrastructure = 2,
        SuccessRate = 62.5,
        StartedAt = Noon,
        EndedAt = Noon.AddSeconds(252),
        Duration = TimeSpan.FromSeconds(252),
        Result = PassResult.RetryableRemaining,
        WillRetry = 2,
        NextAction = "CONTINUING: 2 jobs will retry in pass 2",
        RunSucceeded = 5,
        RunTotal = 8,
    };

    public static readonly RetryPassSummary SecondPass = FirstPass with
    {
        Pass = 2,
        Processed = 2,
        Succeeded = 1,
        FailedAccount = 0,
        FailedInfrastructure = 0,
        FailedInput = 1,
        SuccessRate = 50,
        Duration = TimeSpan.FromMilliseconds(350),
        Result = PassResult.OnlyNonRetryable,
        WillRetry = 0,
        NextAction = "STOPPING: only non-retryable failures remain: 1 account, 1 input",
        RunSucceeded = 6,
    };

    /// <summary>Pieces to make difficult text of.</summary>
    public static Gen<string> OneOf(params string[] pieces) =>
        Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]);

    public static RunNumbers Numbers(int skipped = 0) =>
        new(new PassTally { Skipped = skipped }, new JobTally());
}
