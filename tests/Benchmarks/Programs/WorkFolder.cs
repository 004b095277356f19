using System.Text;

namespace RetryOrchestrator.Benchmarks.Programs;

/// <summary>Where lists and states are put, on the disk of the temporary folder.</summary>
internal sealed class WorkFolder : IDisposable
{
    private readonly string _path = Directory
        .CreateTempSubdirectory("orchestrator-benchmarks-")
        .FullName;

    public string Folder(string name) => Path.Combine(_path, name);

    /// <summary>A list of jobs that succeed, in a folder of its own without a state.</summary>
    /// <param name="jobs">How many.</param>
    public string NewJobsFile(int jobs)
    {
        var folder = Folder("jobs");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "jobs.csv");
        using var file = new StreamWriter(path, append: false, Encoding.ASCII);
        file.Write("job_id,account,video_path,caption,simulate\n");
        for (var job = 1; job <= jobs; job++)
        {
            file.Write(
                $"job-{job},account{job},videos/clip-{job}.mp4,A caption of ordinary length,success\n"
            );
        }

        return path;
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
