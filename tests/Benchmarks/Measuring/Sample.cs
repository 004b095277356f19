namespace RetryOrchestrator.Benchmarks.Measuring;

/// <summary>One measurement.</summary>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="CpuMilliseconds">
/// Processor time meanwhile, of the process and the programs it waited for: what a busy machine
/// changes least. Null where nobody looked.
/// </param>
/// <param name="PeakBytes">The most memory the process held; null where nobody looked.</param>
internal readonly record struct Sample(
    double Milliseconds,
    double? CpuMilliseconds = null,
    long? PeakBytes = null
);

/// <summary>A line of a table: what was measured, on how many jobs, and the samples.</summary>
/// <param name="What">What was measured, in words.</param>
/// <param name="Jobs">How many jobs; null where the time is not one of a list of jobs.</param>
/// <param name="Samples">One a repetition, in the order in which they were taken.</param>
internal sealed record Row(string What, int? Jobs, IReadOnlyList<Sample> Samples)
{
    public double Median => MedianOf(Samples.Select(sample => sample.Milliseconds));

    /// <summary>Processor time, the median; null where nobody looked.</summary>
    public double? Cpu =>
        Samples.All(sample => sample.CpuMilliseconds is not null)
            ? MedianOf(Samples.Select(sample => sample.CpuMilliseconds!.Value))
            : null;

    public double Least => Samples.Min(sample => sample.Milliseconds);

    public double Most => Samples.Max(sample => sample.Milliseconds);

    public long? PeakBytes => Samples.Max(sample => sample.PeakBytes);

    private static double MedianOf(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
