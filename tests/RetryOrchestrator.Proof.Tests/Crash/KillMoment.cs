using RetryOrchestrator.Proof.Tests.Support;

namespace RetryOrchestrator.Proof.Tests.Crash;

/// <summary>A host at work, and how things stood when it was started.</summary>
/// <param name="Folder">Where.</param>
/// <param name="Host">The host.</param>
/// <param name="Before">The state at its start, or null when there was none.</param>
/// <param name="EndsBefore">How many attempts had ended by themselves.</param>
/// <param name="Nth">Which of several like occasions is meant, from 1.</param>
internal sealed record Sitting(
    CrashFolder Folder,
    LiveHost Host,
    StateSnapshot? Before,
    int EndsBefore,
    int Nth
)
{
    public string MirrorInTheMaking => Folder.Paths.Mirror + ".tmp";

    public IEnumerable<string> EndedJobs =>
        Folder
            .Witness.Read()
            .Where(line => line.Event == Witness.End)
            .Skip(EndsBefore)
            .Select(line => line.JobId);
}

/// <summary>A moment to be killed in.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Within">The kill comes by chance within so many milliseconds after it.</param>
/// <param name="HasCome">Whether it has come.</param>
internal sealed record KillMoment(string Name, int Within, Predicate<Sitting> HasCome)
{
    /// <summary>Whether the jobs file has grown since the last start, so that it is taken in.</summary>
    public bool WithNewJobs { get; init; }

    /// <summary>The wait between passes.</summary>
    public int RetryDelaySeconds { get; init; }

    /// <summary>Every moment.</summary>
    public static IReadOnlyList<KillMoment> All { get; } =
    [
        new("at any time", 1500, _ => true),
        new("while the list is taken in", 40, s => s.Host.Says("RETRY CONFIGURATION") > 0)
        {
            WithNewJobs = true,
        },
        new("in a pass's first milliseconds", 8, s => s.Host.Says("PASS ") >= s.Nth),
        new("when a job has ended", 6, s => s.EndedJobs.Count() >= s.Nth),
        new("when an outcome is shown", 1, s => s.Host.Says(" after ") >= s.Nth),
        new(
            "in a pass's last milliseconds",
            10,
            s => s.EndedJobs.Contains(s.Before?.LastDue ?? s.Folder.JobIds[^1])
        ),
        new("while the progress CSV is written", 3, s => File.Exists(s.MirrorInTheMaking)),
        new("in the wait", 1000, s => s.Host.Says("WAITING") > 0) { RetryDelaySeconds = 1 },
    ];
}
