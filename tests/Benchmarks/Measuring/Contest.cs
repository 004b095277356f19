namespace RetryOrchestrator.Benchmarks.Measuring;

/// <summary>Something that can be measured again and again.</summary>
/// <param name="What">What it is called in the table.</param>
/// <param name="Measure">Takes one sample.</param>
internal sealed record Contender(string What, Func<Task<Sample>> Measure);

/// <summary>
/// Measures contenders in turns (first each once, then each a second time), so that a machine
/// that is busy for a while is so for all of them.
/// </summary>
internal static class Contest
{
    /// <summary>One contest for each length of list.</summary>
    /// <param name="options">Which lengths, and how often each is measured.</param>
    /// <param name="longest">Longer lists are left out.</param>
    /// <param name="contenders">Who runs a list of that length.</param>
    public static async Task<IReadOnlyList<Row>> RunForEachSizeAsync(
        BenchmarkOptions options,
        int longest,
        Func<int, IEnumerable<Contender>> contenders
    )
    {
        var rows = new List<Row>();
        foreach (var jobs in options.Sizes.Where(jobs => jobs <= longest))
        {
            rows.AddRange(await RunAsync(jobs, options.RepeatsOf(jobs), contenders(jobs)));
        }

        return rows;
    }

    public static async Task<IReadOnlyList<Row>> RunAsync(
        int? jobs,
        int repeats,
        IEnumerable<Contender> contenders
    )
    {
        var entries = contenders.Select(one => (one, Samples: new List<Sample>())).ToList();
        for (var round = 0; round < repeats; round++)
        {
            foreach (var (contender, samples) in entries)
            {
                samples.Add(await contender.Measure());
                Console.Error.WriteLine(
                    $"  {contender.What}, {jobs} jobs: {samples[^1].Milliseconds:N1} ms"
                );
            }
        }

        return entries.ConvertAll(entry => new Row(entry.one.What, jobs, entry.Samples));
    }
}
