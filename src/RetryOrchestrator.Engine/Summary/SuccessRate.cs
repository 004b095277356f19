namespace RetryOrchestrator.Engine.Summary;

/// <summary>The success rate of summaries and status.</summary>
public static class SuccessRate
{
    /// <summary>
    /// Percent, rounded to one decimal: 2 of 3 is 66.7. Only all of them is 100 and only none is
    /// 0, so 9,999 of 10,000 is 99.9. 0 when there is nothing to divide by.
    /// </summary>
    /// <param name="succeeded">How many succeeded, 0 to <paramref name="total"/>.</param>
    /// <param name="total">Of how many.</param>
    public static double Of(int succeeded, int total)
    {
        if (succeeded == 0 || succeeded == total)
        {
            return succeeded == 0 ? 0 : 100;
        }

        var rounded = Math.Round(succeeded * 100.0 / total, 1, MidpointRounding.AwayFromZero);
        return Math.Clamp(rounded, 0.1, 99.9);
    }
}
