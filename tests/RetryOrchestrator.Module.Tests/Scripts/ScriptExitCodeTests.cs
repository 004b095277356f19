namespace RetryOrchestrator.Module.Tests.Scripts;

/// <summary>What the exit codes of programs that a script calls make of its job.</summary>
public sealed class ScriptExitCodeTests
{
    private const string Start =
        "Start-OrchestratorRun -RetryDelaySeconds 0 -Banner None -Workers 1 -MaxPasses 1 -NoRetryUnknown ";
    private const string Query =
        "; Get-OrchestratorJob | ForEach-Object { \"$($_.Status) $($_.Category) $($_.ExitCode) $($_.LastError)\" }";

    [Theory]
    [InlineData("& sh -c 'exit 3'", "Success")]
    [InlineData("& sh -c 'exit 3'; 'and more'", "Success")]
    public void Without_the_option_a_program_that_fails_fails_no_script(
        string script,
        string expected
    ) => AssertEnds($"-ScriptBlock {{ {script} }}", expected);

    [Theory]
    [InlineData(
        "& sh -c 'exit 3'",
        "Failed Unknown 3 The script's last program ended with exit code 3"
    )]
    [InlineData("& sh -c 'exit 3'; 'and more'", "Failed Unknown 3 and more")]
    [InlineData("& sh -c 'echo Captcha required >&2; exit 3'", "Failed Account 3 Captcha required")]
    [InlineData("& sh -c 'echo Captcha required; exit 3'", "Failed Account 3 Captcha required")]
    [InlineData("& sh -c 'exit 3'; & sh -c 'exit 0'", "Success")]
    [InlineData("& sh -c 'exit 3'; exit 0", "Success")]
    [InlineData("& sh -c 'exit 3'; throw 'other'", "Failed Unknown  other")]
    [InlineData("'no program at all'", "Success")]
    public void With_it_the_last_program_decides(string script, string expected) =>
        AssertEnds($"-FailOnExitCode -ScriptBlock {{ {script} }}", expected);

    [Fact]
    public void The_code_of_one_job_is_not_that_of_the_next()
    {
        using var folder = Folder("job_id\nv1\nv2\n");

        var run = folder.Run(
            Start
                + "-FailOnExitCode -ScriptBlock { if ($Job.job_id -eq 'v1') { & sh -c 'exit 3' } } *> $null"
                + Query
        );

        Assert.Equal(["Failed", "Success"], run.Output.Select(line => $"{line}".Split(' ')[0]));
    }

    [Fact]
    public void A_script_file_and_the_configuration_file_know_it_too()
    {
        using var folder = Folder("job_id\nv1\n");
        folder.Write("post.ps1", "& sh -c 'exit 3'");
        folder.Write(
            "orchestrator.json",
            """{ "ScriptPath": "post.ps1", "FailOnExitCode": true }"""
        );

        var run = folder.Run(Start + "*> $null" + Query);

        Assert.StartsWith("Failed Unknown 3", $"{Assert.Single(run.Output)}");
    }

    private static void AssertEnds(string arguments, string expected)
    {
        using var folder = Folder("job_id\nv1\n");

        var run = folder.Run(Start + arguments + " *> $null" + Query);

        Assert.Equal(expected, $"{Assert.Single(run.Output)}".TrimEnd());
    }

    private static JobsFolder Folder(string jobs)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A shell of Unix.");
        return new JobsFolder(jobs);
    }
}
