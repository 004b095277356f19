using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Engine.Tests.Intake.Support;

/// <summary>Notes what it is given.</summary>
internal sealed class RecordingSession : IIntakeSession
{
    public List<string> Added { get; } = [];

    public bool Completed { get; private set; }

    public void Add(JobRow row) => Added.Add(row.Job.Id);

    public IntakeCounts Complete(string? fingerprint)
    {
        Completed = true;
        return new IntakeCounts(Added.Count, Added.Count, 0, 0);
    }

    public void Dispose() { }
}
