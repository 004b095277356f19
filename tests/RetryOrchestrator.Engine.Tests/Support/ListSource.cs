using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Jobs;

namespace RetryOrchestrator.Engine.Tests.Support;

/// <summary>A list of jobs made by a test.</summary>
internal sealed class ListSource(IReadOnlyList<Job> jobs) : IJobSource
{
    public string Name => "a test's list";

    public string BaseDirectory => Path.GetTempPath();

    public string? Fingerprint() => null;

    public IEnumerable<IntakeItem> Read() =>
        jobs.Select(job => new IntakeItem(new JobRow(job), null));

    /// <summary>Jobs written as <c>id</c> or <c>id@account</c>.</summary>
    public static ListSource Of(params string[] jobs) =>
        new(
            jobs.Select(text =>
                {
                    var parts = text.Split('@');
                    var account = parts.Length > 1 ? parts[1] : "";
                    return new Job(
                        parts[0],
                        new JobColumns([new("job_id", parts[0]), new("account", account)])
                    );
                })
                .ToList()
        );

    /// <summary>Jobs <c>v1</c>, <c>v2</c> and so on.</summary>
    public static ListSource Numbered(int count) =>
        Of([.. Enumerable.Range(1, count).Select(n => $"v{n}")]);

    /// <summary>Jobs, each with the device that it names.</summary>
    public static ListSource WithDevices(IEnumerable<(string Id, string? Device)> jobs) =>
        new(
            jobs.Select(job => new Job(
                    job.Id,
                    new JobColumns([new("job_id", job.Id), new("device", job.Device ?? "")])
                ))
                .ToList()
        );
}
