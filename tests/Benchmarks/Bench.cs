using RetryOrchestrator.Benchmarks.Programs;

namespace RetryOrchestrator.Benchmarks;

/// <summary>What every case works with.</summary>
internal sealed record Bench(BenchmarkOptions Options, WorkFolder Work, Product Product);

/// <summary>Something that is measured, and shown as one table.</summary>
internal interface ICase
{
    /// <summary>Its name for <c>--only</c>.</summary>
    string Name { get; }

    /// <summary>What stands above its table.</summary>
    string Title { get; }

    /// <summary>Measures it.</summary>
    Task<IReadOnlyList<Measuring.Row>> MeasureAsync(Bench bench);
}
