using System.Globalization;

namespace RetryOrchestrator.Engine.Intake;

/// <summary>The list of jobs cannot be used; nothing was changed.</summary>
public sealed class IntakeException : Exception
{
    /// <summary>How many faults a message spells out; the rest are counted.</summary>
    public const int MaxShown = 100;

    /// <param name="source">The list's name.</param>
    /// <param name="faults">The first <see cref="MaxShown"/> faults, in order.</param>
    /// <param name="total">How many there are.</param>
    /// <param name="cannot">What that keeps from being done, and what became of it.</param>
    public IntakeException(
        string source,
        IReadOnlyList<IntakeFault> faults,
        int total,
        string cannot = "cannot be run: {0}. Nothing was started."
    )
        : base(Describe(source, faults, total, cannot))
    {
        ListName = source;
        Faults = faults;
        Total = total;
    }

    /// <summary>The list that cannot be used.</summary>
    public string ListName { get; }

    /// <summary>The first faults, in order.</summary>
    public IReadOnlyList<IntakeFault> Faults { get; }

    /// <summary>How many faults there are.</summary>
    public int Total { get; }

    /// <summary>The same faults, where the list was only to be counted.</summary>
    public IntakeException OfCounting() =>
        new(ListName, Faults, Total, "have not been run yet and cannot be counted: {0}.");

    private static string Describe(
        string source,
        IReadOnlyList<IntakeFault> faults,
        int total,
        string cannot
    )
    {
        var lines = faults.Select(fault => $"  {fault.Place}: {fault.Problem}").ToList();
        if (total > faults.Count)
        {
            lines.Add($"  and {total - faults.Count} more");
        }

        var headline = total == 1 ? "1 fault" : $"{total} faults";
        return $"The jobs in '{source}' {string.Format(CultureInfo.InvariantCulture, cannot, headline)}\n"
            + string.Join('\n', lines);
    }
}
