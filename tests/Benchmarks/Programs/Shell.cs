using System.Globalization;
using RetryOrchestrator.Benchmarks.Measuring;

namespace RetryOrchestrator.Benchmarks.Programs;

/// <summary>
/// Runs scripts in a new session with the module imported: in pwsh, or, where there is none, in
/// the console host, which has the same engine of PowerShell.
/// </summary>
internal sealed class Shell
{
    private readonly string _program;
    private readonly string[] _arguments;
    private readonly string _prelude;

    private Shell(string name, string program, string[] arguments, string prelude)
    {
        Name = name;
        _program = program;
        _arguments = arguments;
        _prelude = prelude;
    }

    /// <summary>What it is called in a table.</summary>
    public string Name { get; }

    public static Shell Pwsh(string path, string manifest) =>
        new(
            "pwsh",
            path,
            ["-NoProfile", "-NonInteractive", "-Command"],
            $"Import-Module '{manifest}'\n"
        );

    public static Shell ConsoleHost(string path) => new("console host", path, ["--command"], "");

    /// <summary>What a script writes.</summary>
    public async Task<string> ReadAsync(string script) =>
        (await Invocation.RunAsync(_program, [.. _arguments, _prelude + script])).Output.TrimEnd();

    /// <summary>How long a script takes in a session that has done something like it before.</summary>
    /// <param name="script">What is measured.</param>
    /// <param name="warmUp">What is done before.</param>
    public async Task<Sample> MeasureAsync(string script, string warmUp)
    {
        var output = await ReadAsync(
            $$"""
            $ErrorActionPreference = 'Stop'
            {{warmUp}}
            [GC]::Collect()
            $stat = '{{ProcessorTime.File("self")}}'
            $before = if ([IO.File]::Exists($stat)) { [IO.File]::ReadAllText($stat) }
            $watch = [Diagnostics.Stopwatch]::StartNew()
            {{script}}
            $watch.Stop()
            $after = if ([IO.File]::Exists($stat)) { [IO.File]::ReadAllText($stat) }
            $peak = [Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64
            [Console]::Out.WriteLine("MEASURED`t$($watch.Elapsed.TotalMilliseconds)`t$peak`t$before`t$after")
            """
        );
        var begin = output.LastIndexOf("MEASURED", StringComparison.Ordinal);
        if (begin < 0)
        {
            throw new InvalidOperationException($"Nothing was measured: {output}");
        }

        var parts = output[begin..].Split('\t');
        return new Sample(
            double.Parse(parts[1], CultureInfo.InvariantCulture),
            ProcessorTime.Parse(parts[4]) - ProcessorTime.Parse(parts[3]),
            long.Parse(parts[2], CultureInfo.InvariantCulture)
        );
    }

    /// <summary>How long the import takes in a new session; null where the host itself imports.</summary>
    public Func<Task<Sample>>? MeasureImport =>
        _prelude.Length == 0
            ? null
            : () => new Shell(Name, _program, _arguments, "").MeasureAsync(_prelude, "");
}
