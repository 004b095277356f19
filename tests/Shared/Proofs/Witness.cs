using System.Globalization;

namespace RetryOrchestrator.Tests.Shared;

/// <summary>A line of the witness: a program began or ended, or a child of it did.</summary>
internal sealed record WitnessLine(string JobId, int Attempt, string Event);

/// <summary>
/// What the jobs' own program wrote down: the witness against which the state is held. A line is
/// one write to a file opened for appending, so none is torn or lost.
/// </summary>
internal sealed class Witness(string path)
{
    public const string Start = "start";
    public const string End = "end";

    public string FilePath => path;

    public IReadOnlyList<WitnessLine> Read() =>
        File.Exists(path) ? [.. File.ReadLines(path).Select(Parse)] : [];

    private static WitnessLine Parse(string line)
    {
        var parts = line.Split(',');
        return new WitnessLine(
            parts[0],
            int.Parse(parts[1], CultureInfo.InvariantCulture),
            parts[2]
        );
    }
}
