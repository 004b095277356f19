using System.Globalization;

namespace RetryOrchestrator.Tests.Shared;

/// <summary>
/// How long the proofs are: short in every test run, long when <c>ORCHESTRATOR_PROOF=long</c>. What
/// they leave to chance comes from one seed, which <c>ORCHESTRATOR_PROOF_SEED</c> sets.
/// </summary>
internal static class ProofSettings
{
    private const string FormVariable = "ORCHESTRATOR_PROOF";
    private const string SeedVariable = "ORCHESTRATOR_PROOF_SEED";

    /// <summary>What a run is started with whose limits no number of kills or stops is to use up.</summary>
    public static IReadOnlyList<string> NoLimits { get; } =
    ["-MaxPasses", "1000", "-MaxAttemptsPerJob", "1000", "-InfrastructureRetryLimit", "1000"];

    /// <summary>Whether the long form was asked for.</summary>
    public static bool IsLong { get; } =
        string.Equals(
            Environment.GetEnvironmentVariable(FormVariable),
            "long",
            StringComparison.OrdinalIgnoreCase
        );

    /// <summary>The number for the form that was asked for.</summary>
    public static int Pick(int inShort, int inLong) => IsLong ? inLong : inShort;

    /// <summary>The seed that was asked for, else a new one; printed, so that a failure can be replayed.</summary>
    public static int Seed()
    {
        var seed = SeedOr(Random.Shared.Next());
        TestContext.Current.TestOutputHelper?.WriteLine(Replay(seed));
        return seed;
    }

    /// <summary>The seed that was asked for, else the one it usually is.</summary>
    public static int SeedOr(int usual) =>
        int.TryParse(
            Environment.GetEnvironmentVariable(SeedVariable),
            CultureInfo.InvariantCulture,
            out var given
        )
            ? given
            : usual;

    /// <summary>
    /// The seed that was asked for as random samples take it, such as <c>0N0XIzNsQ0O2</c>; null for a
    /// new one each time. A sample that fails names its own.
    /// </summary>
    public static string? SampleSeed { get; } =
        Environment.GetEnvironmentVariable(SeedVariable) is { Length: > 0 } given ? given : null;

    /// <summary>What to set to get this seed again.</summary>
    public static string Replay(int seed) =>
        string.Create(CultureInfo.InvariantCulture, $"{SeedVariable}={seed}");
}
