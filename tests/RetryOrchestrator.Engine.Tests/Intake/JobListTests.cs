using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Tests.Intake.Support;

namespace RetryOrchestrator.Engine.Tests.Intake;

/// <summary>Objects that were piped in follow the rules of the file.</summary>
public class JobListTests
{
    [Fact]
    public void Objects_become_jobs_with_their_properties_in_order()
    {
        var source = Source([
            [("Id", "v1"), ("Account", "jane"), ("Tag", null)],
        ]);
        var job = Assert.Single(source.Read()).Row!.Job;

        Assert.Equal("v1", job.Id);
        Assert.Equal(
            [("job_id", "v1"), ("account", "jane"), ("Tag", "")],
            job.Columns.Select(column => (column.Key, column.Value))
        );
    }

    [Fact]
    public void Objects_may_differ_in_their_properties()
    {
        var source = Source([
            [("job_id", "v1")],
            [("tag", "x"), ("job_id", "v2")],
        ]);

        Assert.Equal(["v1", "v2"], source.Read().Select(item => item.Row!.Job.Id));
    }

    [Fact]
    public void Faults_name_the_object()
    {
        var source = Source([
            [("job_id", "v1")],
            [("job_id", "v1")],
            [("name", "v3")],
            [("job_id", " "), ("tag", "x")],
            [("job_id", "v5"), ("tag", "a\0b")],
            [],
        ]);

        Assert.Equal(
            [
                "object 2: job_id 'v1' is used by object 1 already; ids must be unique",
                "object 3: has no column 'job_id' (or 'id'); its columns are 'name'",
                "object 4: job_id is blank; every job needs one of its own",
                "object 5: holds a NUL character; remove it",
                "object 6: has no column 'job_id' (or 'id'); it has no columns at all",
            ],
            JobsFile.Faults(source)
        );
    }

    [Fact]
    public void Progress_is_taken_over_from_objects_too()
    {
        var source = Source([
            [("job_id", "v1"), ("status", "success"), ("attempts", "2")],
        ]);
        var row = Assert.Single(source.Read()).Row!;

        Assert.Equal(JobStatus.Success, row.Progress!.Status);
        Assert.Equal(["job_id"], row.Job.Columns.Select(column => column.Key));
    }

    [Fact]
    public void No_objects_are_a_fault() =>
        Assert.Equal(["the pipeline: holds no jobs"], JobsFile.Faults(Source([])));

    [Fact]
    public void Objects_are_taken_in_each_time() => Assert.Null(Source([]).Fingerprint());

    private static JobListSource Source((string Name, string? Value)[][] objects) =>
        new(
            objects
                .Select(properties =>
                    (IReadOnlyList<KeyValuePair<string, string?>>)
                        properties
                            .Select(property => KeyValuePair.Create(property.Name, property.Value))
                            .ToList()
                )
                .ToList(),
            Path.GetTempPath()
        );
}
