using System.Globalization;

namespace RetryOrchestrator.Engine.Guards;

/// <summary>Verdicts in words: for the operator, the status and the history.</summary>
public static class GuardWords
{
    /// <summary>The subject of what concerns the whole run.</summary>
    public const string Run = "run";

    /// <summary>What is done to it when everything fails alike.</summary>
    public const string Held = "held";

    private const int LongestMessage = 160;

    /// <summary>What was done.</summary>
    /// <param name="Subject">To what.</param>
    /// <param name="Action">What.</param>
    /// <param name="Detail">Why, and what follows.</param>
    internal readonly record struct Act(string Subject, string Action, string Detail);

    /// <summary>What a verdict says to the operator; null when it is one of many of its kind.</summary>
    internal static Act? Of(GuardVerdict verdict) =>
        verdict switch
        {
            GuardVerdict.SlotSetAside aside => new Act(
                aside.Slot.ToString(),
                "set aside",
                $"{aside.Reason}. {GivenBack(aside)}It is tried again with one job in {Seconds(aside.Pause)}."
            ),
            GuardVerdict.SlotStillFails still => new Act(
                still.Slot.ToString(),
                "still fails",
                $"the job it was tried with failed too and was given back; it is tried again in {Seconds(still.Pause)}."
            ),
            GuardVerdict.SlotBack back => new Act(
                back.Slot.ToString(),
                "back in use",
                "the job it was tried with succeeded."
            ),
            GuardVerdict.HoldBegan hold => new Act(
                Run,
                Held,
                $"{hold.Reason}. {GivenBack(hold)}Nothing is begun but one job a minute, until one succeeds, for {Seconds(hold.AtMost)} at most."
            ),
            GuardVerdict.HoldEnded { IsOver: true } ended => new Act(
                Run,
                "goes on",
                $"a job succeeded after {Seconds(ended.Held)}."
            ),
            GuardVerdict.HoldEnded ended => new Act(
                Run,
                "goes on",
                $"it has held for {Seconds(ended.Held)}, which is all that OutageHoldSeconds allows; failures count again."
            ),
            _ => null,
        };

    /// <summary>As much of a failure's message as a line of the operator's holds.</summary>
    internal static string Shortened(string message)
    {
        var line = message.AsSpan().Trim();
        var end = line.IndexOfAny('\r', '\n');
        line = end < 0 ? line : line[..end].TrimEnd();
        return line.Length <= LongestMessage
            ? line.ToString()
            : $"{line[..(LongestMessage - 1)].TrimEnd()}…";
    }

    /// <summary>Why failures are given back, for the history.</summary>
    internal static string WhyGivenBack(GuardVerdict verdict) =>
        verdict switch
        {
            GuardVerdict.SlotSetAside aside => $"{aside.Slot} was set aside",
            GuardVerdict.SlotStillFails still => $"{still.Slot} was being tried again",
            _ => "everything failed alike: the run held",
        };

    private static string GivenBack(GuardVerdict verdict) =>
        verdict.GivenBack.Count switch
        {
            0 => "",
            1 => "1 failure was given back to its job. ",
            var n =>
                $"{n.ToString(CultureInfo.InvariantCulture)} failures were given back to their jobs. ",
        };

    private static string Seconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):0} s");
}
