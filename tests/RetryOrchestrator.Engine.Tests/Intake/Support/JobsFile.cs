using System.Text;
using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Jobs;

namespace RetryOrchestrator.Engine.Tests.Intake.Support;

/// <summary>A real file in a folder of its own, gone at the end.</summary>
internal sealed class JobsFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("intake-");

    public JobsFile(string text)
        : this(Encoding.UTF8.GetBytes(text)) { }

    public JobsFile(byte[] content, string name = "jobs.csv")
    {
        Path = System.IO.Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(Path, content);
    }

    public string Path { get; }

    public string Folder => _folder.FullName;

    public JobsFileSource Source(Func<Job, string?>? validate = null) => new(Path, validate);

    /// <summary>The jobs of a file that has no faults.</summary>
    public static List<JobRow> Rows(string text)
    {
        using var file = new JobsFile(text);
        var items = file.Source().Read().ToList();
        Assert.Equal([], items.Select(item => item.Fault).OfType<IntakeFault>());
        return items.ConvertAll(item => item.Row!);
    }

    /// <summary>The faults of a file, as <c>place: problem</c>.</summary>
    public static List<string> Faults(string text) => Faults(Encoding.UTF8.GetBytes(text));

    public static List<string> Faults(byte[] content)
    {
        using var file = new JobsFile(content);
        return Faults(file.Source());
    }

    public static List<string> Faults(IJobSource source) =>
        source
            .Read()
            .Select(item => item.Fault)
            .OfType<IntakeFault>()
            .Select(fault => $"{fault.Place}: {fault.Problem}")
            .ToList();

    public void Dispose() => _folder.Delete(recursive: true);
}
