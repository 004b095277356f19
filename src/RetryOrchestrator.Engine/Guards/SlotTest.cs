namespace RetryOrchestrator.Engine.Guards;

/// <summary>What failures in a row say about the slot they happened on.</summary>
internal enum SlotFinding
{
    /// <summary>Nothing: chance explains them, or what everyone suffers from.</summary>
    NotItsFault,

    /// <summary>Too little is known of the other slots: their next attempts will tell.</summary>
    Undecided,

    /// <summary>Neither chance nor a common cause explains them: it is the slot.</summary>
    ItsFault,
}

/// <summary>
/// The test behind rule 3: did different jobs fail in a row on one slot because of the slot? Two
/// other explanations must be ruled out first.
/// <list type="bullet">
/// <item><b>Chance.</b> Where one attempt in 1/p fails anyway (on the other slots, and on this one
/// before), k in a row come by chance about jobs × p^k times in a pass of so many jobs. That must be
/// at most <see cref="Significance"/>.</item>
/// <item><b>A common cause</b>, such as an outage or a stretch of bad jobs: then attempts of others
/// that began meanwhile fail as well. Their likelihood under a common cause must have fallen to
/// <see cref="CommonCauseRefuted"/> of what it is without.</item>
/// </list>
/// Pure, and the same for workers, devices and hosts.
/// </summary>
internal static class SlotTest
{
    /// <summary>Fewer different jobs in a row say nothing; a slot is looked at from here on.</summary>
    public const int Least = 3;

    /// <summary>How many sound slots in as many passes may be taken for broken by chance.</summary>
    public const double Significance = 0.01;

    /// <summary>What a common cause must at most be worth beside none.</summary>
    public const double CommonCauseRefuted = 0.02;

    // Under a common cause nine of ten attempts fail.
    private const double FailsUnderCommonCause = 0.9;

    // So many ends of others are waited for, at most, before the benefit of the doubt is given.
    private const int EnoughOutcomes = 40;
    private const int EnoughMeanwhile = 12;

    /// <summary>Judges.</summary>
    /// <param name="inARow">Different jobs that failed on the slot in a row.</param>
    /// <param name="elsewhere">The other slots' ends, and its own before, in this pass.</param>
    /// <param name="meanwhile">Of the other slots' ends those of attempts that began since the first of the failures did.</param>
    /// <param name="jobs">Jobs of the pass.</param>
    public static SlotFinding Judge(int inARow, Tries elsewhere, Tries meanwhile, int jobs)
    {
        if (inARow < Least || IsCommon(meanwhile))
        {
            return SlotFinding.NotItsFault;
        }

        var rate = elsewhere.FailureRate;
        var chanceRefuted = IsUnlikely(jobs, rate, inARow);
        if (chanceRefuted && IsCommonCauseRefuted(meanwhile, rate))
        {
            return SlotFinding.ItsFault;
        }

        // Is it worth waiting? Only if what is still to come could settle it.
        var atBest = new Tries(Math.Max(elsewhere.Count, EnoughOutcomes), elsewhere.Failed);
        var isOpen =
            (chanceRefuted || IsUnlikely(jobs, atBest.FailureRate, inARow))
            && meanwhile.Count < EnoughMeanwhile;
        return isOpen ? SlotFinding.Undecided : SlotFinding.NotItsFault;
    }

    private static bool IsCommon(Tries meanwhile) => meanwhile is { Failed: >= 2, Succeeded: 0 };

    private static bool IsUnlikely(int jobs, double rate, int inARow) =>
        jobs * Math.Pow(rate, inARow) <= Significance;

    private static bool IsCommonCauseRefuted(Tries meanwhile, double rate) =>
        meanwhile.Succeeded * Math.Log((1 - FailsUnderCommonCause) / (1 - rate))
            + meanwhile.Failed * Math.Log(FailsUnderCommonCause / rate)
        <= Math.Log(CommonCauseRefuted);
}
