using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Proof.Tests.Stop;
using RetryOrchestrator.Proof.Tests.Support;

namespace RetryOrchestrator.Proof.Tests.Scripts;

/// <summary>
/// A list whose jobs are one script, which starts a program in as many ways as there are jobs. The
/// program ignores polite signals and never ends by itself. Before that the script looks whether
/// one that an earlier attempt of its job started is still at work.
/// </summary>
internal sealed class ScriptTree : IDisposable
{
    private const string Script = """
        $words = 'ignore-term', "out:child-of-$($Job.job_id)-", "child-witness:{folder}/witness.$($Job.job_id)", 'hang'
        foreach ($process in [IO.Directory]::GetDirectories('/proc')) {
            try { $line = [IO.File]::ReadAllText("$process/cmdline") } catch { continue }
            if ($line.Contains($words[2])) { [IO.File]::WriteAllText('{folder}/beside.' + $Job.job_id, $line) }
        }
        switch ($Job.job_id) {
            'direct' { & '{dummy}' @words }
            'piped' { & '{dummy}' @words | ForEach-Object { $_ } }
            'wrapped' { & sh -c 'trap "" TERM; "$@"; true' sh '{dummy}' @words }
            'session' { & setsid '{dummy}' @words }
            'orphan' { & sh -c '("$@" &)' sh '{dummy}' @words; while ($true) { Start-Sleep -Milliseconds 50 } }
            'dotnet' {
                $process = [Diagnostics.Process]::Start('{dummy}', [string[]]$words)
                while (-not $process.HasExited) { Start-Sleep -Milliseconds 50 }
            }
            'command' { Start-Process '{dummy}' -ArgumentList $words -Wait }
        }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("script-tree-");

    /// <param name="way">Where it is to run, which tells the ways to start a program.</param>
    public ScriptTree(StopWay way)
    {
        // Start-Process comes with pwsh.
        Ways =
        [
            "direct",
            "piped",
            "wrapped",
            "session",
            "orphan",
            "dotnet",
            .. way is ShellInTerminal ? ["command"] : Array.Empty<string>(),
        ];
        File.WriteAllLines(At("jobs.csv"), ["job_id", .. Ways]);
        File.WriteAllText(
            At("job.ps1"),
            Script.Replace("{folder}", _folder.FullName).Replace("{dummy}", StubbornJobs.Program)
        );
    }

    /// <summary>The ways, each of which is a job.</summary>
    public IReadOnlyList<string> Ways { get; }

    /// <summary>Starts the run.</summary>
    public ILiveHost Start(StopWay way, int timeLimit) =>
        way.Start(
            _folder.FullName,
            [
                "Start-OrchestratorRun",
                "-JobsPath",
                At("jobs.csv"),
                "-ScriptPath",
                At("job.ps1"),
                "-Workers",
                $"{Ways.Count}",
                "-MaxPasses",
                "2",
                "-RetryDelaySeconds",
                "0",
                "-JobTimeoutSeconds",
                $"{timeLimit}",
                "-ShutdownTimeoutSeconds",
                "1",
                "-Banner",
                "None",
            ]
        );

    /// <summary>The jobs whose program has begun, in whatever attempt.</summary>
    public IReadOnlySet<string> Begun =>
        _folder
            .EnumerateFiles("witness.*")
            .Where(file => file.Length > 0)
            .Select(file => file.Extension[1..])
            .ToHashSet();

    /// <summary>The jobs of which an attempt ran beside a program of the one before.</summary>
    public IEnumerable<string> Overlapping =>
        _folder.EnumerateFiles("beside.*").Select(file => file.Extension[1..]);

    /// <summary>What is still at work.</summary>
    public IReadOnlyList<string> AtWork => Leftovers.ProcessesOf(_folder.FullName);

    /// <summary>What the state says.</summary>
    public StateSnapshot State =>
        StateSnapshot.Read(
            StateSnapshot.Copy(StatePaths.ForJobs(At("jobs.csv")).State, At("copy.db"))
        )!;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var line in AtWork)
        {
            // Only what a failed test has left, by the number that stands in "process 12: ...".
            using var process = System.Diagnostics.Process.GetProcessById(
                int.Parse(
                    line.Split([' ', ':'])[1],
                    System.Globalization.CultureInfo.InvariantCulture
                )
            );
            process.Kill();
            process.WaitForExit();
        }

        _folder.Delete(recursive: true);
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);
}
