using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace RetryOrchestrator.Benchmarks;

/// <summary>What is measured, and how often.</summary>
internal sealed record BenchmarkOptions
{
    public const string Help = """
        dotnet run -c Release --project tests/Benchmarks -- [options]

          --quick          lists of 1,000 and 10,000 jobs only, three times each
          --only a,b       some of: simulated, program, script, workers, startup, million
          --sizes 1000,…   the lengths of the lists
          --repeat n       how often each figure is measured
          --shell path     a pwsh to measure in; else the one on PATH, else the console host
        """;

    /// <summary>The names of the cases; empty for all.</summary>
    public IReadOnlyList<string> Only { get; private init; } = [];

    /// <summary>The lengths of the lists.</summary>
    public IReadOnlyList<int> Sizes { get; private init; } = [1_000, 10_000, 100_000, 1_000_000];

    /// <summary>The pwsh to measure in, if one was named.</summary>
    public string? Shell { get; private init; }

    private int? Repeat { get; init; }

    public bool Includes(string name) => Only.Count == 0 || Only.Contains(name);

    /// <summary>Long lists vary less, and take long.</summary>
    public int RepeatsOf(int jobs) => Repeat ?? (jobs <= 10_000 ? 5 : 3);

    public static bool TryParse(
        string[] words,
        [NotNullWhen(true)] out BenchmarkOptions? options,
        [NotNullWhen(false)] out string? problem
    )
    {
        var rest = new Queue<string>(words);
        var parsed = new BenchmarkOptions();
        while (rest.TryDequeue(out var word))
        {
            var next =
                word == "--quick" ? parsed with { Sizes = [1_000, 10_000], Repeat = 3 }
                : rest.TryDequeue(out var value) ? parsed.With(word, value)
                : null;
            if (next is null)
            {
                options = null;
                problem = $"'{word}' is not understood.";
                return false;
            }

            parsed = next;
        }

        options = parsed;
        problem = null;
        return true;
    }

    private BenchmarkOptions? With(string option, string value) =>
        option switch
        {
            "--only" => this with { Only = value.Split(',') },
            "--sizes" => this with { Sizes = [.. value.Split(',').Select(Number)] },
            "--repeat" => this with { Repeat = Number(value) },
            "--shell" => this with { Shell = value },
            _ => null,
        };

    private static int Number(string text) =>
        int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
