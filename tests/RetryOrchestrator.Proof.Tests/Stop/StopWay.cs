using System.Runtime.InteropServices;
using RetryOrchestrator.Proof.Tests.Support;

namespace RetryOrchestrator.Proof.Tests.Stop;

/// <summary>A way to stop a host from outside.</summary>
internal abstract class StopWay : IDisposable
{
    /// <summary>Another process that takes part.</summary>
    public virtual int[] Helpers => [];

    /// <summary>One host is asked at a time: to wait for one's turn is no part of a stop.</summary>
    public Lock Turn { get; } = new();

    /// <summary>Asks once, and does not wait for the answer.</summary>
    /// <returns>Whether the host was asked; else there was no run yet that could be.</returns>
    public abstract Task<bool> Ask(ILiveHost host, StubbornJobs jobs);

    /// <summary>Starts what is to be stopped.</summary>
    /// <param name="folder">Its current folder.</param>
    /// <param name="words">The cmdlet and its parameters.</param>
    public virtual ILiveHost Start(string folder, string[] words) => new LiveHost(folder, words);

    /// <summary>Whether it has begun so far that the way to stop it is open.</summary>
    public virtual bool CanBeAsked(ILiveHost host) => host.HearsSignals;

    /// <summary>Whether this is how one ends that was stopped.</summary>
    public virtual bool IsStopped(int exitCode) => exitCode == 130;

    public virtual void Dispose() { }
}

/// <summary>A signal, as a terminal or a supervisor sends it.</summary>
internal sealed class BySignal(PosixSignal signal) : StopWay
{
    public override Task<bool> Ask(ILiveHost host, StubbornJobs jobs)
    {
        ((LiveHost)host).Signal(signal);
        return Task.FromResult(true);
    }
}

/// <summary>
/// Stop-OrchestratorRun in another process. It is one for all hosts, and up before: its own start
/// is no part of the stop.
/// </summary>
internal sealed class ByCommand : StopWay
{
    private const string Asked = "asked";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ask-");
    private readonly HostProcess _host;
    private int _questions;

    public ByCommand()
    {
        _host = HostProcess.Start(
            "--command",
            $$"""
            for ($n = 1; ; $n++) {
                while (-not [IO.File]::Exists("{{_folder.FullName}}/$n")) { [Threading.Thread]::Sleep(2) }
                try {
                    $list = [IO.File]::ReadAllText("{{_folder.FullName}}/$n")
                    Stop-OrchestratorRun -JobsPath $list -WarningVariable nobody -WarningAction Ignore
                    if ($nobody) { "$nobody" } else { '{{Asked}}' }
                } catch { "$_" }
            }
            """
        );
        // All of it has been used once when it counts.
        Assert.NotEqual(Asked, Say(Path.Combine(_folder.FullName, "none.csv")));
    }

    public override int[] Helpers => [_host.Id];

    public override Task<bool> Ask(ILiveHost host, StubbornJobs jobs) =>
        Task.Factory.StartNew(
            () => Say(jobs.List) == Asked,
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );

    public override void Dispose()
    {
        _host.Dispose();
        _folder.Delete(recursive: true);
    }

    private string Say(string list)
    {
        var question = Path.Combine(_folder.FullName, $"{++_questions}");
        File.WriteAllText(question + ".new", list);
        File.Move(question + ".new", question);
        return _host.ReadLine()
            ?? throw new InvalidOperationException(
                $"The process that asks hosts to stop has ended: {_host.ErrorSoFar()}"
            );
    }
}
