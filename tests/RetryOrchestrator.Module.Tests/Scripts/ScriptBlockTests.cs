namespace RetryOrchestrator.Module.Tests.Scripts;

/// <summary>What a job's script block sees, and what becomes of what it writes.</summary>
public sealed class ScriptBlockTests
{
    private const string TwoJobs = "job_id,account,Topic Name\nv1,ada,cats\nv2,ben,dogs\n";
    private const string Classes =
        "class Keeper { [int] One() { return 1 } }; class Heir : Collections.ArrayList { }; "
        + "enum Colour { Red }; [NoRunspaceAffinity()] class Free { }";
    private const string Start =
        "Start-OrchestratorRun -RetryDelaySeconds 0 -Banner None -Workers 1 ";

    [Theory]
    [InlineData("id,Video Path", "$Job.id + $Job.'Video Path'.Length")]
    [InlineData("id,VideoPath", "$Job.Id + $Job.VideoPath.Length")]
    [InlineData("Job ID,video_path", "$Job.'Job ID' + $Job.video_path.Length")]
    [InlineData("JobId,x", "$Job.JobId + $Job.x.Length")]
    [InlineData("job_id,x", "$Job.id + $Job.job_id.Length")]
    public void A_column_answers_to_the_name_the_list_gives_it(string header, string read)
    {
        using var folder = new JobsFolder($"{header}\nv1,ab\n");

        var run = folder.Run(
            "Start-OrchestratorRun -MaxPasses 1 -ScriptBlock { "
                + "$text = "
                + read
                + "; if ($text -notmatch '^v1[1-9]') { throw \"it is '$text'\" }; "
                + "if (@($Job.PSObject.Properties).Count -ne 2) { throw 'more columns than there are' } }"
        );

        Assert.Empty(run.Errors);
    }

    [Fact]
    public void A_script_sees_the_columns_of_its_job_and_its_attempt()
    {
        using var folder = new JobsFolder(TwoJobs);

        var run = folder.Run(
            Start
                + """
                -ScriptBlock {
                    "$($Job.job_id) of $($Job.account) about $($Job.'Topic Name')"
                    "attempt $($Attempt.Number) pass $($Attempt.Pass) worker $($Attempt.Worker) run $($Attempt.RunId)"
                }
                """
        );

        Assert.Empty(run.Errors);
        Assert.Equal(
            "out | v2 of ben about dogs\nout | attempt 1 pass 1 worker 1 run 1\n",
            folder.Log("v2")
        );
    }

    [Fact]
    public void A_param_block_of_Job_and_Attempt_is_filled()
    {
        using var folder = new JobsFolder(TwoJobs);

        folder.Run(
            Start + "-ScriptBlock { param($Job, $Attempt) \"$($Job.job_id) $($Attempt.Number)\" }"
        );

        Assert.Equal("out | v1 1\n", folder.Log("v1"));
    }

    [Fact]
    public void Using_takes_values_and_expressions_of_the_callers_session()
    {
        using var folder = new JobsFolder(TwoJobs);

        folder.Run(
            "function Start-Mine { $local = 'near'; $table = @{ deep = 'down' }; "
                + Start
                + "-ScriptBlock { \"$using:local $($using:table.deep)\" } }; Start-Mine"
        );

        Assert.Equal("out | near down\n", folder.Log("v1"));
    }

    [Fact]
    public void Using_of_a_variable_that_is_not_set_is_an_error_before_anything_runs()
    {
        using var folder = new JobsFolder(TwoJobs);

        var run = folder.Run(Start + "-ScriptBlock {\n $using:nowhere }");

        Assert.StartsWith("InvalidScript", run.Error.FullyQualifiedErrorId);
        Assert.Contains("'$using:nowhere' (line 2)", run.Error.Exception.Message);
        Assert.False(File.Exists(folder.At("jobs.orchestrator.db")));
    }

    [Theory]
    [InlineData("{ 1 }", "is a script block")]
    [InlineData("[Keeper]::new()", "is an instance of the script class 'Keeper'")]
    [InlineData("[Heir]::new()", "is an instance of the script class 'Heir'")]
    [InlineData("@(1, [Keeper]::new())", "at '[1]', an instance")]
    [InlineData("@{ deep = @{ deeper = [Keeper]::new() } }", "at '.deep.deeper', an instance")]
    [InlineData("[pscustomobject]@{ of = , { 1 } }", "at '.of[0]', a script block")]
    [InlineData("[Collections.Generic.List[object]]@({ 1 })", "at '[0]', a script block")]
    [InlineData("[Func[int]] { 1 }", "is a delegate made from a script block")]
    [InlineData(
        "([pscustomobject]@{ a = 1 } | Add-Member ScriptProperty b { 1 } -PassThru)",
        "at '.b', a property that is a script"
    )]
    [InlineData(
        "([pscustomobject]@{ a = 1 } | Add-Member ScriptMethod b { 1 } -PassThru)",
        "at '.b', a method that is a script"
    )]
    public void Using_cannot_carry_what_runs_in_the_caller_s_session_alone(
        string value,
        string said
    )
    {
        using var folder = new JobsFolder(TwoJobs);

        var run = folder.Run(
            $"{Classes}; $bound = {value}; {Start} -ScriptBlock {{ $using:bound }}"
        );

        Assert.StartsWith("InvalidScript", run.Error.FullyQualifiedErrorId);
        Assert.Contains(
            $"'$using:bound' (line 1) of the script block",
            run.Error.Exception.Message
        );
        Assert.Contains(said, run.Error.Exception.Message);
        Assert.False(File.Exists(folder.At("jobs.orchestrator.db")));
    }

    [Theory]
    [InlineData("[Colour]::Red", "Red")]
    [InlineData("[Free]::new()", "Free")]
    [InlineData("@(1, 'two', @{ three = 3 })", "1 two System.Collections.Hashtable")]
    [InlineData("[pscustomobject]@{ a = 1 }", "@{a=1}")]
    [InlineData("[Func[int, int]] [Math]::Abs", "System.Func`2[System.Int32,System.Int32]")]
    [InlineData("$($t = @{}; $t.self = $t; $t)", "System.Collections.Hashtable")]
    public void Using_carries_everything_else(string value, string text)
    {
        using var folder = new JobsFolder(TwoJobs);

        var run = folder.Run(
            $"{Classes}; $free = {value}; {Start} -ScriptBlock {{ \"$using:free\" }}"
        );

        Assert.Empty(run.Errors);
        Assert.Equal($"out | {text}\n", folder.Log("v1"));
    }

    [Fact]
    public void Variables_of_one_job_are_gone_in_the_next_but_global_ones_stay_with_the_worker()
    {
        using var folder = new JobsFolder(TwoJobs);

        folder.Run(
            Start + "-ScriptBlock { \"[$left][$global:kept]\"; $left = 1; $global:kept = 'kept' }"
        );

        Assert.Equal("out | [][]\n", folder.Log("v1"));
        Assert.Equal("out | [][kept]\n", folder.Log("v2"));
    }

    [Fact]
    public void Every_job_begins_in_the_same_folder()
    {
        using var folder = new JobsFolder(TwoJobs);

        folder.Run(
            Start
                + "-ScriptBlock { $path = $ExecutionContext.SessionState.Path; $path.CurrentLocation.Path; $null = $path.SetLocation('/') }"
        );

        Assert.Equal(folder.Log("v1"), folder.Log("v2"));
    }

    [Fact]
    public void Long_scripts_all_run_at_once_however_many_workers_there_are()
    {
        const int Workers = 7;
        using var folder = new JobsFolder(
            "job_id\n" + string.Concat(Enumerable.Range(1, Workers).Select(n => $"v{n}\n"))
        );
        using var together = new Barrier(Workers);

        var run = folder.Run(
            "$together = $args[0]; Start-OrchestratorRun -MaxPasses 1 -Banner None -Workers 7 "
                + "-ScriptBlock { if (-not ($using:together).SignalAndWait(60000)) { throw 'alone' } }",
            together
        );

        Assert.Equal(Workers, Assert.Single(run.Output).Properties["Succeeded"].Value);
    }

    [Fact]
    public void Every_stream_goes_to_the_log_under_its_name_and_cannot_command_a_terminal()
    {
        using var folder = new JobsFolder(TwoJobs);

        var run = folder.Run(
            Start
                + """
                -ScriptBlock {
                    $cmdlet = [Management.Automation.PSCmdlet]
                    function Say { [CmdletBinding()] param()
                        $PSCmdlet.WriteWarning('careful')
                        $PSCmdlet.WriteError([Management.Automation.ErrorRecord]::new([Exception]::new('bad'), 'x', 0, $null))
                        $PSCmdlet.WriteVerbose('detail')
                    }
                    "red $([char]27)[31m"
                    Say -Verbose
                    42
                }
                """
        );

        Assert.Empty(run.Errors);
        Assert.Equal(
            "out | red \nwarning | careful\nerror | bad\nverbose | detail\nout | 42\n",
            folder.Log("v1")
        );
    }

    [Fact]
    public void A_job_that_writes_nothing_leaves_no_folder()
    {
        using var folder = new JobsFolder(TwoJobs);

        folder.Run(Start + "-ScriptBlock { }");

        Assert.False(Directory.Exists(folder.At("jobs.artifacts")));
    }

    [Fact]
    public void The_artifact_folder_is_there_when_a_script_asks_for_it()
    {
        using var folder = new JobsFolder(TwoJobs);

        folder.Run(
            Start
                + "-ScriptBlock { [IO.File]::WriteAllText(\"$($Attempt.ArtifactFolder)/shot.txt\", 'x') }"
        );

        Assert.True(File.Exists(folder.At("jobs.artifacts", "v1", "1", "shot.txt")));
    }

    [Fact]
    public void A_script_file_runs_with_its_folder_as_PSScriptRoot()
    {
        using var folder = new JobsFolder(TwoJobs);
        Directory.CreateDirectory(folder.At("work"));
        folder.Write(
            Path.Combine("work", "post.ps1"),
            "param($Job)\n\"$PSScriptRoot $($Job.job_id)\""
        );

        folder.Run(Start + "-ScriptPath work/post.ps1");

        Assert.Equal($"out | {folder.At("work")} v1\n", folder.Log("v1"));
    }

    [Theory]
    [InlineData("nowhere.ps1", "was not found")]
    [InlineData("broken.ps1", "syntax error in line 2")]
    public void A_script_file_that_cannot_run_is_an_error_before_anything_runs(
        string script,
        string said
    )
    {
        using var folder = new JobsFolder(TwoJobs);
        folder.Write("broken.ps1", "1\n}");

        var run = folder.Run(Start + $"-ScriptPath {script}");

        Assert.StartsWith("InvalidScript", run.Error.FullyQualifiedErrorId);
        Assert.Contains(said, run.Error.Exception.Message);
        Assert.False(File.Exists(folder.At("jobs.orchestrator.db")));
    }
}
