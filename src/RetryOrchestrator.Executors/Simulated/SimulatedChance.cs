using RetryOrchestrator.Engine.Execution;

namespace RetryOrchestrator.Executors.Simulated;

/// <summary>
/// The outcomes of jobs without a script: a pure function of seed, job and attempt, so that a run
/// can be replayed whatever order its workers took the jobs in.
/// </summary>
/// <remarks>
/// Of 100 attempts about 76 succeed, 15 fail for infrastructure reasons, 5 for reasons no rule
/// knows, 2 for the account's and 2 for the job's own. The messages are real ones and are
/// classified by the rules, so that one's own rules can be tried on them.
/// </remarks>
internal static class SimulatedChance
{
    private static readonly (int Percent, AttemptResult[] Results)[] Table =
    [
        (76, [AttemptResult.Success]),
        (
            15,
            Failures(
                "ADB timeout after 30s",
                "error: device offline",
                "A session is either terminated or not started",
                "Connection reset by peer",
                "Timeout waiting for element id=share_button"
            )
        ),
        (5, Failures("Something went wrong", "the upload stopped at 99%")),
        (2, Failures("Account suspended", "Session expired. Please log in again")),
        (2, Failures("Video file not found: simulated.mp4")),
    ];

    /// <summary>The outcome of an attempt.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="jobId">The job.</param>
    /// <param name="countedBefore">How many of its attempts counted before.</param>
    public static AttemptResult Draw(int seed, string jobId, int countedBefore)
    {
        var bits = Mix(Hash(jobId) ^ Mix(((ulong)(uint)seed << 32) | (uint)countedBefore));
        var percent = (int)(bits % 100);
        foreach (var (share, results) in Table)
        {
            percent -= share;
            if (percent < 0)
            {
                return results[bits / 100 % (ulong)results.Length];
            }
        }

        return AttemptResult.Success;
    }

    /// <summary>FNV-1a. Not string.GetHashCode, which differs from process to process.</summary>
    private static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        return hash;
    }

    /// <summary>The finalizer of SplitMix64: neighbouring inputs give unrelated outputs.</summary>
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15UL;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }

    private static AttemptResult[] Failures(params string[] messages) =>
        [.. messages.Select(AttemptResult.FailedWith)];
}
