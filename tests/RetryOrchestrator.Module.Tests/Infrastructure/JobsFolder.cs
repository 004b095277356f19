using System.Management.Automation;

namespace RetryOrchestrator.Module.Tests.Infrastructure;

/// <summary>A folder with a list of jobs, and a runspace that is in it.</summary>
public sealed class JobsFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orchestrator-");

    /// <param name="jobs">The text of jobs.csv; null for none.</param>
    public JobsFolder(string? jobs = null)
    {
        if (jobs is not null)
        {
            Write("jobs.csv", jobs);
        }

        Shell = new ModuleRunspace(_folder.FullName);
    }

    /// <summary>The runspace.</summary>
    public ModuleRunspace Shell { get; }

    /// <summary>A list of jobs whose attempts end as the <c>simulate</c> column says.</summary>
    public static JobsFolder Simulated(params (string Id, string Account, string Script)[] jobs) =>
        new(
            "job_id,account,simulate\n"
                + string.Concat(jobs.Select(job => $"{job.Id},{job.Account},{job.Script}\n"))
        );

    /// <summary>Runs script text.</summary>
    public ScriptResult Run(string script, params object?[] arguments) =>
        Shell.Run(script, arguments);

    /// <summary>Starts script text and lets the test go on.</summary>
    public RunningScript Start(string script, params object?[] arguments) =>
        new(Shell.Create(script, arguments));

    /// <summary>The path of something in the folder.</summary>
    public string At(params string[] parts) => Path.Combine([_folder.FullName, .. parts]);

    /// <summary>Writes a file.</summary>
    public void Write(string name, string text) => File.WriteAllText(At(name), text);

    /// <summary>The log of a job's attempt.</summary>
    public string Log(string job, int attempt = 1) =>
        File.ReadAllText(At("jobs.artifacts", job, $"{attempt}", "output.log"));

    /// <inheritdoc/>
    public void Dispose()
    {
        Shell.Dispose();
        _folder.Delete(recursive: true);
    }
}

/// <summary>A script that is running.</summary>
public sealed class RunningScript : IDisposable
{
    private readonly PSDataCollection<PSObject> _output = [];
    private readonly IAsyncResult _running;

    internal RunningScript(PowerShell shell)
    {
        Shell = shell;
        _running = shell.BeginInvoke<PSObject, PSObject>(null, _output);
    }

    /// <summary>What runs it.</summary>
    public PowerShell Shell { get; }

    /// <summary>Waits until the script has shown a line.</summary>
    public void WaitForLine(string text) =>
        Wait.Until(() =>
            Shell.Streams.Information.Any(record => $"{record.MessageData}".Contains(text))
        );

    /// <summary>Waits for its end.</summary>
    public ScriptResult End()
    {
        RuntimeException? thrown = null;
        try
        {
            Assert.True(_running.AsyncWaitHandle.WaitOne(Wait.Limit), "The script did not end.");
            Shell.EndInvoke(_running);
        }
        catch (RuntimeException exception)
        {
            thrown = exception;
        }

        return ScriptResult.From(Shell, _output, thrown);
    }

    /// <inheritdoc/>
    public void Dispose() => Shell.Dispose();
}

/// <summary>Waits for something that another thread does.</summary>
public static class Wait
{
    /// <summary>Long enough for a busy machine.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Returns when it has come true.</summary>
    public static void Until(Func<bool> condition) =>
        Assert.True(SpinWait.SpinUntil(condition, Limit), "It did not happen in time.");
}
