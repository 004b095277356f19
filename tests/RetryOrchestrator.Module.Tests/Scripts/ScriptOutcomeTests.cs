namespace RetryOrchestrator.Module.Tests.Scripts;

/// <summary>How a script ends, and what that means for its job.</summary>
[Collection(Alone.Name)]
public sealed class ScriptOutcomeTests
{
    [Theory]
    [InlineData("throw 'ADB timeout'", "Infrastructure", "ADB timeout")]
    [InlineData("throw [TimeoutException]::new('too slow')", "Infrastructure", "too slow")]
    [InlineData("Write-OrchestratorFailure account 'gone' -Type suspended", "Account", "gone")]
    [InlineData(
        "try { Write-OrchestratorFailure input 'no file' } catch { throw }",
        "Input",
        "no file"
    )]
    [InlineData("exit 3", "Unknown", "The script ended with exit code 3")]
    // Passed over by PowerShell outside of a try, and yet no success.
    [InlineData("[int]::Parse('x'); 'went on'", "Unknown", "The input string 'x'")]
    [InlineData("Get-Nothing; 'went on'", "Unknown", "Get-Nothing")]
    public void A_script_that_does_not_reach_its_end_fails(
        string script,
        string category,
        string message
    )
    {
        using var folder = new JobsFolder("job_id\nv1\n");

        folder.Run(Start(script));

        var job = folder.Run("Get-OrchestratorJob -History");
        Assert.Equal("Failed", $"{job[0, "Outcome"]}");
        Assert.Equal(category, $"{job[0, "Category"]}");
        Assert.Contains(message, $"{job[0, "Message"]}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("'done'; return; throw 'never'")]
    [InlineData("exit 0")]
    [InlineData("try { throw 'x' } catch { 'mended' }")]
    [InlineData("1..3 | ForEach-Object { return; 'never' }")]
    [InlineData("1..9 | Select-Object -First 1")]
    [InlineData("foreach ($n in 1, 2) { if ($n -eq 1) { continue }; break }")]
    [InlineData("foreach ($n in 1, 2) { 1 | ForEach-Object { continue }; throw 'never' }")]
    [InlineData("function Skip { continue }; foreach ($n in 1, 2) { Skip; throw 'never' }")]
    [InlineData("switch (1, 2) { 1 { continue } 2 { break } }")]
    [InlineData(":outer while ($true) { while ($true) { break outer } }")]
    [InlineData("trap { continue }; throw 'x'")]
    [InlineData("begin { return } process { } end { }")]
    [InlineData("param([int] $n = 1) dynamicparam { } end { exit 0; throw 'never' }")]
    public void A_script_that_ends_succeeds(string script)
    {
        using var folder = new JobsFolder("job_id\nv1\nv2\n");

        var run = folder.Run(Start(script));

        Assert.Empty(run.Errors);
        Assert.Equal(2, run[0, "Succeeded"]);
    }

    [Theory]
    [InlineData(
        "'a', '' | ForEach-Object {\n if ($_ -eq '') { continue } }",
        "'continue'",
        "(line 2)"
    )]
    [InlineData("break", "'break'", "(line 1)")]
    [InlineData("continue nowhere", "'break'", "(line 1)")]
    [InlineData("1 | ForEach-Object { break }", "'break'", "(line 1)")]
    [InlineData("function Skip { continue }\nSkip", "'continue'", "(line 1)")]
    [InlineData(
        "if (0) { continue }\n1 | Where-Object { continue }",
        "'continue'",
        "(line 1 or 2)"
    )]
    [InlineData("foreach ($n in 1) { continue }\ncontinue", "'continue'", "(line 2)")]
    [InlineData("Invoke-Expression 'continue'", "'continue'", "(somewhere in what it calls)")]
    [InlineData(". ./part.ps1", "'break'", "(somewhere in what it calls)")]
    [InlineData("try { continue } finally { 'closed' }", "'continue'", "(line 1)")]
    [InlineData("begin { }\nprocess { continue }\nend { }", "'continue'", "(line 2)")]
    [InlineData("switch (1) { 1 { 1 | ForEach-Object { break nowhere } } }", "'break'", "(line 1)")]
    public void A_loop_s_statement_without_a_loop_cuts_a_script_short_which_is_no_success(
        string script,
        string word,
        string place
    )
    {
        using var folder = new JobsFolder("job_id\nv1\nv2\n");
        folder.Write("part.ps1", "break");

        var run = folder.Run(Start(script));

        Assert.Equal(0, run[0, "Succeeded"]);
        var attempt = folder.Run("Get-OrchestratorJob -History");
        Assert.Equal("Unknown", $"{attempt[0, "Category"]}");
        Assert.Contains(word, $"{attempt[0, "Message"]}");
        Assert.Contains(place, $"{attempt[0, "Message"]}");
        Assert.Contains(place, folder.Log("v1"));
    }

    [Fact]
    public void So_it_is_in_a_script_file_with_all_that_may_stand_at_its_head()
    {
        using var folder = new JobsFolder("job_id\nv1\nv2\n");
        folder.Write(
            "post.ps1",
            "#Requires -Version 7.0\nusing namespace System.Text\nparam($Job)\n"
                + "if ($Job.job_id -eq 'v1') { 1 | ForEach-Object { continue } }\n"
                + "[StringBuilder]::new('done').ToString()"
        );

        folder.Run(
            "Start-OrchestratorRun -MaxPasses 1 -Workers 1 -Banner None -ErrorAction SilentlyContinue -ScriptPath post.ps1"
        );

        var attempts = folder.Run("Get-OrchestratorJob -History");
        Assert.Contains("(line 4)", $"{attempts[0, "Message"]}");
        Assert.Equal("Success", $"{attempts[1, "Outcome"]}");
        Assert.Equal("out | done\n", folder.Log("v2"));
    }

    [Fact]
    public void A_stated_type_is_kept()
    {
        using var folder = new JobsFolder("job_id\nv1\n");

        folder.Run(Start("Write-OrchestratorFailure -Category account -Type two_factor"));

        var job = folder.Run("Get-OrchestratorJob");
        Assert.Equal("two_factor", job[0, "FailureType"]);
        Assert.Equal("account: two_factor", job[0, "LastError"]);
    }

    [Fact]
    public void A_script_that_runs_too_long_is_stopped_and_its_worker_goes_on()
    {
        using var folder = new JobsFolder("job_id\nslow\nnext\n");

        folder.Run(
            Start(
                "if ($Job.job_id -eq 'slow') { try { while ($true) { } } finally { 'cleaned up' } }",
                "-JobTimeoutSeconds 1"
            )
        );

        var attempts = folder.Run("Get-OrchestratorJob -History");
        Assert.Equal("timeout", attempts[0, "FailureType"]);
        Assert.Equal("Success", $"{attempts[1, "Outcome"]}");
        Assert.Equal("out | cleaned up\n", folder.Log("slow"));
    }

    [Fact]
    public void A_script_that_cannot_be_stopped_is_left_behind_and_its_worker_gets_a_new_runspace()
    {
        using var folder = new JobsFolder("job_id\nstuck\nnext\n");
        using var gate = new ManualResetEventSlim();
        var runspacesBefore = LiveRunspaces.Count;

        var run = folder.Run(
            "$gate = $args[0]; "
                + Start(
                    "if ($Job.job_id -eq 'stuck') { ($using:gate).Wait() }",
                    "-JobTimeoutSeconds 1 -ShutdownTimeoutSeconds 0"
                ),
            gate
        );

        Assert.Contains("'stuck'", Assert.Single(run.Warnings).Message);
        var attempts = folder.Run("Get-OrchestratorJob -History");
        Assert.Equal("timeout", attempts[0, "FailureType"]);
        Assert.Equal("Success", $"{attempts[1, "Outcome"]}");
        gate.Set();
        Wait.Until(() => LiveRunspaces.Count == runspacesBefore);
    }

    private static string Start(string script, string more = "") =>
        "Start-OrchestratorRun -MaxPasses 1 -Workers 1 -Banner None "
        + $"-ErrorAction SilentlyContinue {more} -ScriptBlock {{ {script} }}";
}
