using System.Diagnostics;

namespace RetryOrchestrator.Benchmarks.Programs;

/// <summary>What came of a program that was started and has ended.</summary>
/// <param name="Elapsed">From the start to the end.</param>
/// <param name="Output">Its standard output.</param>
internal sealed record Invocation(TimeSpan Elapsed, string Output)
{
    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed, or is not there.</exception>
    public static async Task<Invocation> RunAsync(string program, params string[] arguments)
    {
        using var process = new Process { StartInfo = Describe(program, arguments) };
        var began = Stopwatch.GetTimestamp();
        process.Start();
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        var elapsed = Stopwatch.GetElapsedTime(began);
        return process.ExitCode == 0
            ? new Invocation(elapsed, await output)
            : throw new InvalidOperationException(
                $"{program} ended with {process.ExitCode}: {await output}{await error}"
            );
    }

    /// <summary>Starts a program whose output nobody reads.</summary>
    public static Process Start(string program, params string[] arguments)
    {
        var process = Process.Start(Describe(program, arguments))!;
        process.StandardInput.Close();
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Where a program is on PATH, or null.</summary>
    public static string? Find(string program) =>
        Environment
            .GetEnvironmentVariable("PATH")
            ?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    private static ProcessStartInfo Describe(string program, string[] arguments) =>
        new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
}
