using System.Diagnostics;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Proof.Tests.Terminal;

/// <summary>What a run says goes to a disk that is full, or to a reader that has gone.</summary>
public sealed class FullDiskTests
{
    [Theory]
    // The host: views and messages are a log, data are what was asked for.
    [InlineData(TypedRun.Host, "", ">/dev/full", 0)]
    [InlineData(TypedRun.Host, "", ">/dev/full 2>/dev/full", 0)]
    [InlineData(TypedRun.Host, "--json", ">/dev/full", 5)]
    [InlineData(TypedRun.Host, "--csv", ">/dev/full 2>/dev/full", 5)]
    [InlineData(TypedRun.Host, "--csv", "| true", 0)]
    [InlineData(TypedRun.Host, "", "2>&1 | true", 0)]
    public Task The_host_goes_on_to_the_end(
        string shell,
        string option,
        string redirection,
        int exitCode
    ) => RunsToItsEndAsync(shell, option, "", redirection, exitCode);

    [Theory]
    // Of the shell around it, and PowerShell's own.
    [InlineData("", ">/dev/full")]
    [InlineData("", "| true")]
    [InlineData("6>/dev/full", "")]
    [InlineData("*>/dev/full", "")]
    [InlineData(">/dev/full", "")]
    public Task A_run_in_pwsh_goes_on_to_the_end(string typed, string redirection) =>
        RunsToItsEndAsync(TypedRun.Pwsh, "", typed, redirection, exitCode: null);

    private static async Task RunsToItsEndAsync(
        string shell,
        string option,
        string typed,
        string redirection,
        int? exitCode
    )
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "NOT TESTED: /dev/full is of Linux.");
        using var run = new TypedRun(quick: 40, lasting: 0);
        var program = run.Program(
            shell,
            $"Start-OrchestratorRun -JobsPath jobs.csv -Simulate -Verbose -RetryDelaySeconds 0 {typed}"
        );
        string[] words = option.Length == 0 ? [] : [option];
        var arguments = program.Arguments.ToList();
        arguments.InsertRange(1, words);
        var start = new ProcessStartInfo(
            "/bin/bash",
            [
                "-c",
                "\"$@\" " + redirection + "; exit ${PIPESTATUS[0]}",
                "bash",
                program.Name,
                .. arguments,
            ]
        )
        {
            WorkingDirectory = run.Folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in program.Environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(
            TestContext.Current.CancellationToken
        );
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        var state = run.State!;
        Assert.True(
            (state.Status.State, state.Status.Succeeded) == (RunState.Completed, 40),
            $"{state.Status.State}, {state.Status.Succeeded} of 40\n{await output}\n{error}"
        );
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        if (exitCode is { } code)
        {
            Assert.Equal(code, process.ExitCode);
        }

        if (redirection == ">/dev/full" && shell == TypedRun.Host)
        {
            Assert.Contains("No space left on device", error, StringComparison.Ordinal);
        }
    }
}
