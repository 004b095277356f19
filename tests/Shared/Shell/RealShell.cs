using System.Diagnostics;
using System.Reflection;

namespace RetryOrchestrator.Tests.Shared;

/// <summary>
/// The real PowerShell, restored with these tests: no other needs to be installed. It is started by
/// its library, so that the process is the shell and not the tool's starter before it.
/// </summary>
internal static class RealShell
{
    /// <summary>The program to start; <see cref="Words"/> come first among its arguments.</summary>
    public const string Program = "dotnet";

    /// <summary>The arguments that make <see cref="Program"/> the shell.</summary>
    public static IReadOnlyList<string> Words { get; } =
    [Restored("RealShell"), "-NoLogo", "-NoProfile"];

    /// <summary>The manifest of Pester.</summary>
    public static string Pester { get; } = Restored("Pester");

    /// <summary>Variables of its environment: it reports to nobody and asks nobody for updates.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } =
        new Dictionary<string, string>
        {
            ["POWERSHELL_TELEMETRY_OPTOUT"] = "1",
            ["POWERSHELL_UPDATECHECK"] = "Off",
        };

    /// <summary>Runs a command to its end, with an empty standard input and no colours.</summary>
    /// <returns>The exit code, and all that was said.</returns>
    public static async Task<(int ExitCode, string Said)> RunAsync(
        string command,
        CancellationToken stop
    )
    {
        var start = new ProcessStartInfo(
            Program,
            [.. Words, "-NonInteractive", "-Command", command]
        )
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["NO_COLOR"] = "1";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(stop);
            var errors = process.StandardError.ReadToEndAsync(stop);
            await process.WaitForExitAsync(stop);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            // Only when the test is given up.
            process.Kill(entireProcessTree: true);
        }
    }

    private static string Restored(string name)
    {
        var path = typeof(RealShell)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(value => value.Key == name)
            .Value!;
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException(
                $"{name} is missing: run 'dotnet restore' again.",
                path
            );
    }
}
