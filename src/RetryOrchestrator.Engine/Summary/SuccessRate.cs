namespace RetryOrchestrator.Engine.Summary;

/// <summary>The success rate of summaries and status.</summary>
public static class SuccessRate
{
    /// <summary>
    /// Percent, 0 to 100, cut to one decimal: 999 of 1,000 is 99.9 and 9,999 of 10,000 is 99.9
    /// too, because 100 is to mean all. 0 when there is nothing to divide by.
    /// </summary>
    public static double Of(int succeeded, int total) =>
        total == 0 ? 0 : succeeded * 1000L / total / 10.0;
}
