using System.Diagnostics;

namespace RetryOrchestrator.Executors.Tests.Support;

/// <summary>Programs that do nothing until they are ended, as scripts start them.</summary>
internal sealed class SleepingPrograms : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<int> _ids = [];

    /// <summary>All that were started.</summary>
    public IReadOnlyList<int> Ids => _ids;

    /// <summary>Starts one that is a child of this process.</summary>
    public int StartChild() => Start("echo $$ > {file}.new; mv {file}.new {file}; exec sleep 1000");

    /// <summary>Starts one whose parent has gone.</summary>
    public int StartOrphan() =>
        Start("(sh -c 'echo $$ > {file}.new; mv {file}.new {file}; exec sleep 1000' &)");

    public void Dispose()
    {
        foreach (var id in _ids.Where(Snapshot.IsAlive))
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }

        _folder.Dispose();
    }

    private int Start(string command)
    {
        var file = _folder[Guid.NewGuid().ToString("N")];
        using var shell = Process.Start(
            "/bin/sh",
            ["-c", command.Replace("{file}", file, StringComparison.Ordinal)]
        );
        var id = Eventually.ProcessId(file).GetAwaiter().GetResult();
        lock (_ids)
        {
            _ids.Add(id);
        }

        return id;
    }
}
