using System.Management.Automation;

namespace RetryOrchestrator.Module.Tests.State;

/// <summary>The commands that look at a state or change it, after a run with every kind of end.</summary>
public sealed class StateCommandTests : IDisposable
{
    private readonly JobsFolder _folder = JobsFolder.Simulated(
        ("v1", "ada", "success"),
        ("v2", "ben", "account: suspended"),
        ("v3", "ben", "success"),
        ("w1", "cara", "ADB timeout; success"),
        ("w2", "", "input: no file")
    );

    public StateCommandTests() =>
        _folder.Run(
            "Start-OrchestratorRun -Simulate -Workers 1 -RetryDelaySeconds 0 -ErrorAction SilentlyContinue"
        );

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "v1 v2 v3 w1 w2")]
    [InlineData("-JobId v*", "v1 v2 v3")]
    [InlineData("w2, v1", "v1 w2")]
    [InlineData("-Status failed", "v2 w2")]
    [InlineData("-Status failed, skipped -Account ben", "v2 v3")]
    [InlineData("-Category input, account", "v2 w2")]
    [InlineData("-Account b?n", "v2 v3")]
    public void Jobs_are_chosen_by_id_status_category_and_account(string filter, string expected) =>
        Assert.Equal(expected, Ids(_folder.Run($"Get-OrchestratorJob {filter}")));

    [Theory]
    [InlineData("Get-OrchestratorJob v1, nobody", "JobNotFound", "nobody")]
    [InlineData("Get-OrchestratorJob V1 -History", "JobNotFound", "V1")]
    [InlineData("Get-RetryPassSummary -RunId 77", "RunNotFound", "77")]
    public void What_is_named_and_not_there_is_an_error(string command, string id, string target)
    {
        var run = _folder.Run(command);

        Assert.Null(run.Thrown);
        Assert.StartsWith(id, run.Error.FullyQualifiedErrorId);
        Assert.Equal(target, $"{run.Error.TargetObject}");
    }

    [Theory]
    [InlineData("Get-OrchestratorJob nobody*")]
    [InlineData("Get-OrchestratorJob v1 -Status failed")]
    [InlineData("Get-RetryPassSummary -RunId 1 -Pass 77")]
    public void A_pattern_or_a_condition_that_nothing_meets_is_an_answer(string command)
    {
        var run = _folder.Run(command);

        Assert.Empty(run.Errors);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void The_history_has_every_attempt()
    {
        var attempts = _folder.Run("Get-OrchestratorJob w1 -History");

        Assert.Equal(
            ["Failed", "Success"],
            attempts.Output.Select(a => $"{a.Properties["Outcome"].Value}")
        );
        Assert.Equal("Infrastructure", $"{attempts[0, "Category"]}");
    }

    [Fact]
    public void The_status_adds_up()
    {
        var status = _folder.Run("Get-OrchestratorStatus");

        Assert.Equal("Completed", $"{status[0, "State"]}");
        Assert.Equal(5, status[0, "Total"]);
        Assert.Equal(2, status[0, "Succeeded"]);
        Assert.Equal(2, status[0, "Failed"]);
        Assert.Equal(1, status[0, "Skipped"]);
    }

    [Fact]
    public void A_list_without_a_state_has_not_been_started()
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"), ("v2", "", "success"));

        var status = folder.Run("Get-OrchestratorStatus -JobsPath jobs.csv");

        Assert.Equal("NotStarted", $"{status[0, "State"]}");
        Assert.Equal(2, status[0, "Total"]);
        Assert.Equal(2, status[0, "Pending"]);
        Assert.Equal(folder.At("jobs.orchestrator.db"), status[0, "StatePath"]);
        Assert.False(File.Exists(folder.At("jobs.orchestrator.db")));
    }

    [Fact]
    public void Summaries_are_read_again_as_they_were_emitted()
    {
        var passes = _folder.Run("Get-RetryPassSummary");

        Assert.Equal([1, 2], passes.Output.Select(pass => pass.Properties["Pass"].Value));
        Assert.Single(_folder.Run("Get-RetryPassSummary -RunId 1 -Pass 2").Output);
        Assert.Equal(2, _folder.Run("Get-RetryPassSummary -All").Output.Count);
    }

    [Fact]
    public void Reset_makes_jobs_due_again_with_those_that_were_skipped()
    {
        var reset = _folder.Run("Reset-OrchestratorJob -Account ben -PassThru");

        Assert.Equal("v2 v3", Ids(reset));
        Assert.Equal("v2 v3", Ids(_folder.Run("Get-OrchestratorJob -Status pending")));
    }

    [Fact]
    public void Reset_takes_jobs_from_the_pipeline_by_property_name()
    {
        _folder.Run("Get-OrchestratorJob -Category input | Reset-OrchestratorJob");

        Assert.Equal("w2", Ids(_folder.Run("Get-OrchestratorJob -Status pending")));
    }

    [Fact]
    public void Reset_with_nothing_in_the_pipeline_resets_nothing()
    {
        var reset = _folder.Run(
            "Get-OrchestratorJob -JobId none* | Reset-OrchestratorJob -PassThru"
        );

        Assert.Empty(reset.Output);
        Assert.Empty(Ids(_folder.Run("Get-OrchestratorJob -Status pending")));
    }

    [Theory]
    [InlineData("-JobId v1", "")]
    [InlineData("-JobId v1 -Force -Confirm:$false", "v1")]
    [InlineData("-JobId v1 -Force -WhatIf", "")]
    [InlineData("-JobId v1 -Force", "")]
    [InlineData("-JobId v2 -WhatIf", "")]
    public void Reset_touches_finished_jobs_only_by_force_and_nothing_with_WhatIf(
        string arguments,
        string pending
    )
    {
        _folder.Run($"Reset-OrchestratorJob {arguments}");

        Assert.Equal(pending, Ids(_folder.Run("Get-OrchestratorJob -Status pending")));
    }

    [Theory]
    [InlineData("-JobId v2", "1 job due again in the next run.")]
    [InlineData("-JobId v2 -PassThru", "1 job due again in the next run.")]
    [InlineData("-JobId * -Force -Confirm:$false", "5 jobs due again in the next run.")]
    [InlineData("-JobId v1", "")]
    [InlineData("-JobId v2 -WhatIf", "")]
    public void Reset_says_how_many_jobs_are_due_again(string arguments, string said)
    {
        var reset = _folder.Run($"Reset-OrchestratorJob {arguments}");

        Assert.Equal(said, string.Join('|', reset.InformationLines));
    }

    [Fact]
    public void Reset_of_what_has_succeeded_is_refused_where_nobody_can_be_asked()
    {
        var reset = _folder.Run("Reset-OrchestratorJob * -Force");

        Assert.StartsWith("ConfirmationNeeded", reset.Error.FullyQualifiedErrorId);
        Assert.Contains("-Confirm:$false", reset.Error.Exception.Message);
        Assert.Empty(Ids(_folder.Run("Get-OrchestratorJob -Status pending")));
    }

    [Theory]
    [InlineData("Yes", "v1 v2 v3 w1 w2", 2)]
    [InlineData("Yes to All", "v1 v2 v3 w1 w2", 1)]
    [InlineData("No", "", 2)]
    [InlineData("No to All", "", 1)]
    public void Force_asks_of_what_has_succeeded_alone_and_who_says_no_resets_nothing(
        string answer,
        string pending,
        int asked
    )
    {
        var host = new AnsweringHost((_, labels) => labels.ToList().IndexOf(answer));
        using var shell = new ModuleRunspace(_folder.At(), host);

        shell.Run("Reset-OrchestratorJob * -Force");

        Assert.Equal(pending, Ids(_folder.Run("Get-OrchestratorJob -Status pending")));
        Assert.Equal(asked, host.Questions.Count);
        Assert.All(host.Questions, question => Assert.Matches("'(v1|w1)' \\(success\\)", question));
    }

    [Fact]
    public void Force_resets_what_was_agreed_to_and_what_needs_no_question()
    {
        var host = new AnsweringHost(
            (question, labels) => labels.ToList().IndexOf(question.Contains("'v1'") ? "No" : "Yes")
        );
        using var shell = new ModuleRunspace(_folder.At(), host);

        shell.Run("Reset-OrchestratorJob * -Force");

        Assert.Equal("v2 v3 w1 w2", Ids(_folder.Run("Get-OrchestratorJob -Status pending")));
    }

    [Theory]
    [InlineData("nobody", "there is no job such as was asked for")]
    [InlineData("v1", "1 job has succeeded (-Force runs it again)")]
    [InlineData("v1,w1", "2 jobs have succeeded (-Force runs them again)")]
    [InlineData("new", "1 job is due already")]
    [InlineData("new,v1", "1 job has succeeded (-Force runs it again); 1 job is due already")]
    public void Reset_of_nothing_names_the_reason_that_is_true_and_no_other(
        string ids,
        string reason
    )
    {
        _folder.Run("Reset-OrchestratorJob w2");
        _folder.Write("jobs.csv", File.ReadAllText(_folder.At("jobs.csv")).Replace("w2,", "new,"));
        _folder.Run("Start-OrchestratorRun -Simulate -NewJobsOnly -MaxPasses 1");
        _folder.Run("Reset-OrchestratorJob new");

        var reset = _folder.Run($"Reset-OrchestratorJob {ids}");

        Assert.Equal($"Nothing was reset: {reason}.", Assert.Single(reset.Warnings).Message);
    }

    [Fact]
    public void Reset_of_what_a_live_run_has_at_work_names_that_run()
    {
        using var folder = new JobsFolder("job_id\nv1\nv2\n");
        using var begun = new SemaphoreSlim(0);
        using var elsewhere = new ModuleRunspace(folder.At());
        using var run = folder.Start(
            "$begun = $args[0]; Start-OrchestratorRun -Workers 1 "
                + "-ScriptBlock { $null = ($using:begun).Release(); while ($true) { } }",
            begun
        );
        Assert.True(begun.Wait(Wait.Limit, TestContext.Current.CancellationToken));

        var reset = elsewhere.Run("Reset-OrchestratorJob v*");

        run.Shell.Stop();
        Assert.Equal(
            "Nothing was reset: 1 job is due already; 1 job is at work in the run that is live in process "
                + $"{Environment.ProcessId} on {Environment.MachineName} (Stop-OrchestratorRun stops it).",
            Assert.Single(reset.Warnings).Message
        );
    }

    [Fact]
    public void A_preference_not_to_be_asked_holds()
    {
        _folder.Run("$ConfirmPreference = 'None'; Reset-OrchestratorJob v1 -Force");

        Assert.Equal("v1", Ids(_folder.Run("Get-OrchestratorJob -Status pending")));
    }

    [Theory]
    [InlineData("Get-OrchestratorStatus ./jobs.csv", "StatePath")]
    [InlineData("Get-Item jobs.csv | Get-OrchestratorStatus", "StatePath")]
    [InlineData("Get-OrchestratorJob v1 ./jobs.csv", "JobId")]
    [InlineData("Get-OrchestratorJob v1 -JobsPath ./jobs.csv", "JobId")]
    [InlineData("Get-RetryPassSummary ./jobs.csv", "RunId")]
    [InlineData("Get-RetryPassSummary -JobsPath ./jobs.csv", "RunId")]
    [InlineData("Get-RetryPassSummary 2 ./jobs.csv", "RunId")]
    [InlineData("Get-RetryPassSummary 1,2", "RunId")]
    [InlineData("Get-RetryPassSummary ./jobs.csv -All", "RunId")]
    [InlineData("Get-RetryPassSummary ./jobs.csv -RunId 1", "RunId")]
    [InlineData("Stop-OrchestratorRun ./jobs.csv; Get-OrchestratorStatus", "StatePath")]
    public void The_path_of_a_list_needs_no_name(string command, string property)
    {
        var run = _folder.Run(command);

        Assert.Null(run.Thrown);
        Assert.Empty(run.Errors);
        Assert.NotEmpty(run.Output);
        Assert.NotNull(run[0, property]);
    }

    [Theory]
    [InlineData("Get-RetryPassSummary 1.5")]
    [InlineData("Get-RetryPassSummary -Pass '1,5'")]
    [InlineData("Get-RetryPassSummary -Pass 1, 2.5")]
    [InlineData("Get-RetryPassSummary -RunId 1.5")]
    [InlineData("Resolve-OrchestratorFailure -ExitCode 1.5")]
    public void A_number_must_be_whole_here_too(string command) =>
        Assert.StartsWith(
            "ParameterArgumentTransformationError",
            _folder.Run(command).Error.FullyQualifiedErrorId
        );

    [Theory]
    [InlineData("Start-OrchestratorRun ./jobs.csv -Simulate -RetryDelaySeconds 0")]
    [InlineData("Get-Item jobs.csv | Start-OrchestratorRun -Simulate -RetryDelaySeconds 0")]
    public void A_run_takes_its_list_by_place_and_from_the_pipeline(string command)
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"));

        var run = folder.Run(command);

        Assert.Equal(1, run[0, "Succeeded"]);
        Assert.True(File.Exists(folder.At("jobs.orchestrator.db")));
    }

    [Theory]
    [InlineData("Get-Item jobs.csv, jobs.csv | Start-OrchestratorRun -Simulate")]
    [InlineData("Get-Item jobs.csv | Start-OrchestratorRun other.csv -Simulate")]
    [InlineData(
        "(Get-Item jobs.csv), [pscustomobject]@{ job_id = 1 } | Start-OrchestratorRun -Simulate"
    )]
    public void A_run_has_one_list(string command)
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"));

        Assert.StartsWith("SeveralLists", folder.Run(command).Error.FullyQualifiedErrorId);
        Assert.False(File.Exists(folder.At("jobs.orchestrator.db")));
    }

    [Theory]
    [InlineData("Get-OrchestratorJob")]
    [InlineData("Get-OrchestratorJob -History")]
    [InlineData("Get-OrchestratorStatus")]
    [InlineData("(Get-OrchestratorStatus).Configuration")]
    [InlineData("Get-RetryPassSummary")]
    [InlineData("Resolve-OrchestratorFailure x")]
    public void What_is_emitted_shows_no_workings_of_the_compiler(string command)
    {
        var members = _folder
            .Run(command + " | ForEach-Object { $_.PSObject.Members.Name }")
            .Output.Select(name => $"{name}")
            .ToList();

        Assert.NotEmpty(members);
        Assert.DoesNotContain(members, name => name.Contains('<') || name == "EqualityContract");
    }

    [Fact]
    public void Words_compare_as_words()
    {
        var run = _folder.Run(
            """
            $job = Get-OrchestratorJob v1
            $job.Status -eq 'success'
            $job.Status -in 'Success', 'Failed'
            "$($job.Status)"
            [Enum]::GetUnderlyingType($job.Status.GetType()).Name
            """
        );

        Assert.Equal(["True", "True", "Success", "Int64"], run.Output.Select(line => $"{line}"));
    }

    [Fact]
    public void What_a_terminal_would_obey_is_in_no_property()
    {
        using var folder = new JobsFolder("job_id,account\nv1,\"a\u001b[31mb\"\n");
        folder.Run(
            "Start-OrchestratorRun -ScriptBlock { throw \"broken $([char]27)[2J$([char]7)$([char]0x9b)x\" } -MaxPasses 1"
        );
        var texts = folder
            .Run(
                "Get-OrchestratorJob; Get-OrchestratorJob -History; Resolve-OrchestratorFailure \"a$([char]27)[2Jb\""
            )
            .Output.SelectMany(item => item.Properties)
            .Select(property => $"{property.Value}")
            .ToList();

        Assert.Contains(texts, text => text.Contains("broken"));
        Assert.DoesNotContain(texts, text => text.Any(c => char.IsControl(c) && c is not '\n'));
    }

    [Fact]
    public void Times_and_rates_stand_beside_as_text_that_no_culture_changes()
    {
        var pass = _folder.Run("Get-RetryPassSummary").Output[0];

        var at = (DateTimeOffset)pass.Properties["StartedAt"].Value;
        Assert.Equal(
            at.ToUniversalTime().ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            pass.Properties["StartedAtUtc"].Value
        );
        Assert.Matches(@"^\d+(\.\d)?$", $"{pass.Properties["SuccessRateText"].Value}");
        Assert.Equal(
            pass.Properties["Processed"].Value,
            (int)pass.Properties["Succeeded"].Value + (int)pass.Properties["Failed"].Value
        );
    }

    [Fact]
    public void Reset_wants_to_be_told_which_jobs()
    {
        var reset = _folder.Run("Reset-OrchestratorJob");

        Assert.StartsWith("NoJobsChosen", reset.Error.FullyQualifiedErrorId);
    }

    [Fact]
    public void To_stop_where_no_run_is_live_is_a_warning()
    {
        var stop = _folder.Run("Stop-OrchestratorRun");

        Assert.Empty(stop.Errors);
        Assert.Single(stop.Warnings);
    }

    [Theory]
    [InlineData("Get-OrchestratorJob -JobId w", "w1 w2")]
    [InlineData("Get-OrchestratorJob v", "v1 v2 v3")]
    [InlineData("Reset-OrchestratorJob -Account c", "cara")]
    [InlineData("Get-OrchestratorJob -Category inf", "Infrastructure")]
    [InlineData("Get-OrchestratorJob -Status ret", "Retrying")]
    public void Ids_accounts_categories_and_statuses_are_completed(string typed, string expected)
    {
        using var shell = _folder.Shell.Create("");
        shell.Commands.Clear();

        var completion = CommandCompletion.CompleteInput(typed, typed.Length, null, shell);

        Assert.Equal(
            expected,
            string.Join(' ', completion.CompletionMatches.Select(match => match.CompletionText))
        );
    }

    [Fact]
    public void Failures_are_resolved_from_messages_codes_and_errors()
    {
        Assert.Equal(
            "Infrastructure",
            $"{_folder.Run("'ADB timeout' | Resolve-OrchestratorFailure")[0, "Category"]}"
        );
        Assert.Equal(
            "Unknown",
            $"{_folder.Run("Resolve-OrchestratorFailure -ExitCode 17")[0, "Category"]}"
        );
        Assert.Equal(
            "Infrastructure",
            $"{_folder.Run("try { throw [TimeoutException]::new('x') } catch { $_ | Resolve-OrchestratorFailure }")[0, "Category"]}"
        );
    }

    private static string Ids(ScriptResult result) =>
        string.Join(' ', result.Output.Select(job => job.Properties["JobId"].Value));
}
