using System.Diagnostics;

namespace RetryOrchestrator.Module.Tests.Shell;

/// <summary>
/// Runs <c>tests/Pester</c> in the real shell: <c>pwsh</c> on PATH, or the one that the environment
/// variable <c>ORCHESTRATOR_PWSH</c> names.
/// </summary>
public sealed class PesterTests
{
    private const string Variable = "ORCHESTRATOR_PWSH";

    [Fact]
    public async Task The_main_commands_work_in_the_real_shell()
    {
        if (FindShell() is not { } shell)
        {
            Assert.Skip($"pwsh is missing: it is not on PATH, and {Variable} names none.");
            return;
        }

        var (found, _) = await RunAsync(
            shell,
            "exit [int](-not (Get-Module Pester -ListAvailable | Where-Object Version -GE '5.0'))"
        );
        Assert.SkipUnless(found == 0, $"Pester 5 or later is missing in {shell}.");

        var (failures, said) = await RunAsync(
            shell,
            $$"""
            Import-Module Pester -MinimumVersion 5.0
            $configuration = New-PesterConfiguration
            $configuration.Run.Path = '{{RepositoryRoot.Of("tests", "Pester").Replace("'", "''")}}'
            $configuration.Run.Exit = $true
            $configuration.Output.RenderMode = 'Plaintext'
            Invoke-Pester -Configuration $configuration
            """
        );

        Assert.Contains("Tests Passed:", said);
        Assert.True(failures == 0, said);
    }

    private static string? FindShell()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return File.Exists(named) ? named : null;
        }

        var name = OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh";
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
    }

    private static async Task<(int ExitCode, string Said)> RunAsync(string shell, string command)
    {
        var start = new ProcessStartInfo(
            shell,
            ["-NoProfile", "-NonInteractive", "-Command", command]
        )
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["NO_COLOR"] = "1";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        try
        {
            var stop = TestContext.Current.CancellationToken;
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
}
