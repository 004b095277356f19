namespace RetryOrchestrator.Module.Tests.Scripts;

/// <summary>Scripts that say that they pass their point of no return, and scripts that are asked.</summary>
[Collection(Alone.Name)]
public sealed class ScriptCheckpointTests
{
    private const string Post = "Set-OrchestratorCheckpoint \"posting to $($Job.account)\";";
    private const string Dropped = "throw [TimeoutException]::new('no answer')";

    [Theory]
    [InlineData(Dropped, "Uncertain", "uncertain")]
    [InlineData("throw [Net.Sockets.SocketException]::new(104)", "Uncertain", "uncertain")]
    [InlineData("throw 'the site says no'", "Failed", "failed")]
    [InlineData("exit 3", "Failed", "failed")]
    [InlineData(
        "Write-OrchestratorFailure Infrastructure -Type busy -Message 'it did not take it'",
        "Failed",
        "failed"
    )]
    [InlineData("'done'", "Success", "success")]
    public void What_a_script_says_itself_is_its_outcome_and_a_lost_connection_says_nothing(
        string end,
        string outcome,
        string status
    )
    {
        using var folder = new JobsFolder("job_id,account\nv1,ada\n");

        folder.Run(Start($"{Post} {end}", "-InfrastructureRetryLimit 0 -NoRetryUnknown"));

        var attempt = folder.Run("Get-OrchestratorJob -History");
        Assert.Equal(outcome, $"{attempt[0, "Outcome"]}");
        Assert.Equal(outcome == "Success" ? null : "posting to ada", attempt[0, "Checkpoint"]);
        var job = folder.Run("Get-OrchestratorJob");
        Assert.Equal(status, $"{job[0, "Status"]}", ignoreCase: true);
    }

    [Fact]
    public void A_script_over_its_time_limit_after_it_is_uncertain_and_before_it_is_retried()
    {
        using var folder = new JobsFolder("job_id,account\nbefore,ada\nafter,ben\n");

        folder.Run(
            Start(
                $"if ($Job.job_id -eq 'after') {{ {Post} }} Start-Sleep 300",
                "-JobTimeoutSeconds 2 -ShutdownTimeoutSeconds 5"
            )
        );

        var jobs = folder.Run("Get-OrchestratorJob");
        Assert.Equal(
            ["Retrying", "Uncertain"],
            jobs.Output.Select(job => $"{job.Properties["Status"].Value}")
        );
    }

    [Theory]
    [InlineData("$true", "Success", "Happened", null)]
    [InlineData("'a word'; $true", "Success", "Happened", null)]
    [InlineData("exit 0", "Success", "Happened", null)]
    [InlineData("$false", "Retrying", "DidNotHappen", null)]
    [InlineData("exit 1", "Retrying", "DidNotHappen", null)]
    [InlineData("", "Uncertain", "NoAnswer", "neither $true nor $false")]
    [InlineData("'perhaps'", "Uncertain", "NoAnswer", "neither $true nor $false")]
    [InlineData("throw 'the site is down'", "Uncertain", "NoAnswer", "the site is down")]
    [InlineData("exit 7", "Uncertain", "NoAnswer", "exit code 7")]
    [InlineData(
        "$Attempt.Checkpoint -eq 'posting to ada' -and $Job.account -eq 'ada' -and $using:here -eq 1",
        "Success",
        "Happened",
        null
    )]
    [InlineData(
        "Set-OrchestratorCheckpoint 'again'; $true",
        "Uncertain",
        "NoAnswer",
        "has no point of no return"
    )]
    public void Its_last_output_is_the_answer_of_a_script_that_is_asked(
        string question,
        string status,
        string verification,
        string? note
    )
    {
        using var folder = new JobsFolder("job_id,account\nv1,ada\n");

        folder.Run("$here = 1; " + Start($"{Post} {Dropped}", $"-VerifyScript {{ {question} }}"));

        var attempt = folder.Run("Get-OrchestratorJob -History");
        Assert.Equal(
            ("Uncertain", verification),
            ($"{attempt[0, "Outcome"]}", $"{attempt[0, "Verification"]}")
        );
        Assert.Contains(note ?? "", $"{attempt[0, "VerificationNote"]}");
        Assert.Equal(status, $"{folder.Run("Get-OrchestratorJob")[0, "Status"]}");
    }

    [Fact]
    public void A_script_file_is_asked_by_its_path()
    {
        using var folder = new JobsFolder("job_id,account\nv1,ada\n");
        folder.Write("asked.ps1", "$Attempt.Checkpoint -like 'posting*'");

        var run = folder.Run(Start($"{Post} {Dropped}", "-VerifyScript ./asked.ps1"));

        Assert.Equal("AllComplete", $"{run[0, "Result"]}");
        Assert.Empty(run.Errors);
    }

    [Fact]
    public void Two_who_could_be_asked_are_refused_before_anything_starts()
    {
        using var folder = new JobsFolder("job_id,account\nv1,ada\n");

        var run = folder.Run(Start("'x'", "-VerifyCommand dotnet -VerifyScript { $true }"));

        Assert.Contains("VerifyCommand, VerifyScript", run.Error.Exception.Message);
        Assert.False(File.Exists(folder.At("jobs.orchestrator.db")));
    }

    [Fact]
    public void A_verify_command_that_is_not_there_is_refused_before_anything_starts()
    {
        using var folder = new JobsFolder("job_id,account\nv1,ada\n");

        var run = folder.Run(Start("'x'", "-VerifyCommand no-such-program"));

        Assert.Contains("'no-such-program' was not found", run.Error.Exception.Message);
    }

    [Fact]
    public void Outside_of_a_jobs_script_there_is_no_checkpoint_to_set()
    {
        using var folder = new JobsFolder();

        var set = folder.Run("Set-OrchestratorCheckpoint x");

        Assert.Contains("belongs into the script of a job", set.Error.Exception.Message);
    }

    [Fact]
    public void An_uncertain_job_is_named_by_summary_status_error_and_console()
    {
        using var folder = new JobsFolder("job_id,account\nv1,ada\nv2,ben\n");

        var run = folder.Run(
            Start($"{Post} if ($Job.job_id -eq 'v1') {{ {Dropped} }}", "-ErrorAction Continue")
        );

        Assert.Equal((1, 1), (run[0, "Succeeded"], run[0, "Uncertain"]));
        Assert.Contains("1 uncertain (may have been done)", run.Error.Exception.Message);
        Assert.StartsWith("RunIncomplete", run.Error.FullyQualifiedErrorId);
        Assert.Contains("-Status uncertain", run.Error.Exception.Message);
        Assert.Contains(
            run.InformationLines,
            line => line.Contains("UNCERTAIN job v1 (attempt 1)", StringComparison.Ordinal)
        );
        Assert.Equal(1, folder.Run("Get-OrchestratorStatus")[0, "Uncertain"]);
        Assert.Contains("v1,ada,", File.ReadAllText(folder.At("jobs.progress.csv")));
        Assert.Contains("uncertain", File.ReadAllText(folder.At("jobs.progress.csv")));
    }

    [Theory]
    [InlineData("v1", true)]
    [InlineData("-Status Uncertain", true)]
    [InlineData("*", false)]
    [InlineData("* -Force", true)]
    [InlineData("-Account ada", false)]
    public void Reset_takes_what_may_have_been_done_by_name_or_by_force(string chosen, bool taken)
    {
        using var folder = new JobsFolder("job_id,account\nv1,ada\nv2,ben\n");
        folder.Run(Start($"{Post} if ($Job.job_id -eq 'v1') {{ {Dropped} }}"));

        var refused = folder.Run($"Reset-OrchestratorJob {chosen}");
        var reset = folder.Run($"Reset-OrchestratorJob {chosen} -Confirm:$false");

        var jobs = folder.Run("Get-OrchestratorJob");
        Assert.Equal(taken ? "Pending" : "Uncertain", $"{jobs[0, "Status"]}");
        Assert.Equal(chosen == "* -Force" ? "Pending" : "Success", $"{jobs[1, "Status"]}");
        if (taken)
        {
            Assert.Contains("or may have", refused.Error.Exception.Message);
        }
        else
        {
            Assert.Contains(reset.Warnings, warning => warning.Message.Contains("left out"));
        }
    }

    private static string Start(string script, string more = "") =>
        "Start-OrchestratorRun -MaxPasses 1 -Workers 1 -Banner None "
        + (
            more.Contains("-ErrorAction", StringComparison.Ordinal)
                ? ""
                : "-ErrorAction SilentlyContinue "
        )
        + $"-ScriptBlock {{ {script} }} {more}";
}
