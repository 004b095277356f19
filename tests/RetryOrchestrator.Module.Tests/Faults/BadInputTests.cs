using Microsoft.Data.Sqlite;

namespace RetryOrchestrator.Module.Tests.Faults;

/// <summary>Bad input gets one terminating error with a stable id, and changes nothing.</summary>
public sealed class BadInputTests
{
    private const string Start = "Start-OrchestratorRun -RetryDelaySeconds 0 ";

    [Theory]
    [InlineData(null, "jobs.csv")]
    [InlineData("", "is empty")]
    [InlineData("job_id,account\n", "only a header")]
    [InlineData("job_id\nv1\nv2\nv1\n", "line 4")]
    [InlineData("job_id,account\nv1,ada\nv2\n", "line 3")]
    [InlineData("job_id,account\nv1,a\0da\n", "NUL")]
    [InlineData("job_id,account,Account\nv1,a,b\n", "ccount")]
    [InlineData("account\nada\n", "job_id")]
    public void A_list_that_cannot_be_used(string? jobs, string said)
    {
        using var folder = new JobsFolder(jobs);
        var before = Directory.GetFileSystemEntries(folder.At());

        var run = folder.Run(Start + "-Simulate");

        AssertOneError(run, "InvalidJobs", said);
        Assert.Equal(before, Directory.GetFileSystemEntries(folder.At()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Simulate")]
    [InlineData("-Command no-such-program")]
    [InlineData("-WhatIf")]
    public void A_mistyped_path_of_a_list_is_what_is_said_whatever_else_is_missing(string arguments)
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"));
        folder.Write("orchestrator.json", """{ "Simulate": true }""");
        Directory.CreateDirectory(folder.At("posts"));

        var run = folder.Run($"Start-OrchestratorRun posts/jbos.csv {arguments}");

        AssertOneError(run, "InvalidJobs", folder.At("posts", "jbos.csv"));
        Assert.Contains("does not exist; check the path", run.Error.Exception.Message);
        Assert.Empty(Directory.GetFileSystemEntries(folder.At("posts")));
    }

    [Fact]
    public void A_faulty_list_that_is_only_to_be_counted()
    {
        using var folder = new JobsFolder("job_id\nv1\nv1\n");

        var run = folder.Run("Get-OrchestratorStatus");

        AssertOneError(run, "InvalidJobs", "have not been run yet and cannot be counted: 1 fault.");
        Assert.Contains("line 3", run.Error.Exception.Message);
        Assert.DoesNotContain("started", run.Error.Exception.Message);
    }

    [Theory]
    [InlineData("""{ "MaxPasses": 0 }""", "MaxPasses is 0")]
    [InlineData("""{ "Workers": "many" }""", "Workers is 'many'")]
    [InlineData("""{ "MaxPases": 3 }""", "Did you mean MaxPasses?")]
    [InlineData("{ nonsense", "line 1")]
    public void A_configuration_file_that_cannot_be_used(string configuration, string said)
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"));
        folder.Write("orchestrator.json", configuration);

        var run = folder.Run(Start + "-Simulate");

        AssertOneError(run, "InvalidConfiguration", said);
        Assert.False(File.Exists(folder.At("jobs.orchestrator.db")));
    }

    [Theory]
    [InlineData("", "The command cannot be used: it does not say what runs a job")]
    [InlineData("", "-ScriptBlock")]
    [InlineData("-Command no-such-program", "The setting Command cannot be used: ")]
    [InlineData("-Command no-such-program", "'no-such-program' was not found")]
    [InlineData("-Command dotnet -ArgumentList '{no_such_column}'", "no_such_column")]
    [InlineData("-Command dotnet -WorkingDirectory nowhere", "nowhere' was not found")]
    [InlineData("-Command dotnet -WorkingDirectory jobs.csv", "is a file")]
    [InlineData("-Simulate -ConfigPath elsewhere.json", "elsewhere.json")]
    [InlineData("-Simulate -FailureRulesPath rules.csv", "rules.csv")]
    public void A_command_that_cannot_be_carried_out(string arguments, string said)
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"));

        var run = folder.Run(Start + arguments);

        AssertOneError(run, "InvalidConfiguration", said);
        Assert.False(File.Exists(folder.At("jobs.orchestrator.db")));
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public void A_truth_value_is_no_serial(string value)
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"));

        var run = folder.Run(
            $"Start-OrchestratorRun -AccountDevice @{{ anna = ${value} }} -ScriptBlock {{ }}"
        );

        AssertOneError(
            run,
            "InvalidConfiguration",
            $"'anna' is {value}; it must be a table of texts"
        );
        Assert.False(File.Exists(folder.At("jobs.orchestrator.db")));
    }

    [Theory]
    [InlineData("-Workers 0")]
    [InlineData("-MaxPasses 0")]
    [InlineData("-MaxAttemptsPerJob 1001")]
    [InlineData("-RetryDelay -1")]
    [InlineData("-JobTimeoutSeconds 0")]
    public void A_number_out_of_its_range(string arguments)
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"));

        var run = folder.Run("Start-OrchestratorRun -Simulate " + arguments);

        AssertOneError(run, "ParameterArgumentValidationError", "range");
    }

    [Theory]
    [InlineData("-JobTimeoutSeconds '1,5'", "'1,5' is no whole number")]
    [InlineData("-JobTimeoutSeconds 1,5", "'1,5' is no whole number")]
    [InlineData("-JobTimeoutSeconds 1.5", "'1.5' is no whole number")]
    [InlineData("-Workers 2.5", "'2.5' is no whole number")]
    [InlineData("-Workers ([decimal]2.5)", "'2.5' is no whole number")]
    [InlineData("-MaxPasses '1.000'", "'1.000' is no whole number")]
    [InlineData("-MaxAttemptsPerJob '1e1'", "'1e1' is no whole number")]
    [InlineData("-InfrastructureRetryLimit '3 retries'", "'3 retries' is no whole number")]
    [InlineData("-RetryDelaySeconds '0x10'", "'0x10' is no whole number")]
    [InlineData("-ShutdownTimeoutSeconds five", "'five' is no whole number")]
    [InlineData("-SimulateSeed '1,000'", "'1,000' is no whole number")]
    [InlineData("-SimulateSeed '1\u00A0000'", "is no whole number")]
    public void A_number_that_is_not_whole(string arguments, string said)
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"));

        var run = folder.Run("Start-OrchestratorRun -Simulate " + arguments);

        AssertOneError(run, "ParameterArgumentTransformationError", said);
        Assert.False(File.Exists(folder.At("jobs.orchestrator.db")));
    }

    [Fact]
    public void Every_number_of_every_cmdlet_takes_whole_ones_only()
    {
        using var folder = new JobsFolder();
        var numbers = folder
            .Run(
                """
                foreach ($command in Get-Command -Module RetryOrchestrator -CommandType Cmdlet) {
                    foreach ($parameter in $command.Parameters.Values) {
                        $type = "$($parameter.ParameterType)"
                        if ($type -match '^(int|long|System.Nullable\[int\]|int\[\])$' -and
                            $parameter.Name -notin 'OutBuffer' -and
                            'WholeNumberAttribute' -notin $parameter.Attributes.ForEach{ $_.GetType().Name }) {
                            "$($command.Name) -$($parameter.Name)"
                        }
                    }
                }
                """
            )
            .Output;

        Assert.Empty(numbers.Select(number => $"{number}"));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("'2'")]
    [InlineData("' 2 '")]
    [InlineData("2.0")]
    [InlineData("([long]2)")]
    [InlineData("(1 + 1)")]
    public void A_whole_number_in_whatever_type(string number)
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"));

        var run = folder.Run($"Start-OrchestratorRun -Simulate -MaxPasses {number}");

        Assert.Equal(2, run[0, "MaxPasses"]);
    }

    [Fact]
    public void A_simulate_column_that_says_nothing_known()
    {
        using var folder = JobsFolder.Simulated(
            ("v1", "", "success after soon"),
            ("v2", "", "success")
        );

        AssertOneError(folder.Run(Start + "-Simulate"), "InvalidJobs", "line 2");
    }

    [Theory]
    [InlineData("Start-OrchestratorRun -Simulate")]
    [InlineData("Get-OrchestratorStatus")]
    [InlineData("Get-OrchestratorJob")]
    [InlineData("Get-RetryPassSummary")]
    [InlineData("Reset-OrchestratorJob -JobId *")]
    [InlineData("Stop-OrchestratorRun")]
    public void A_state_that_is_no_database(string command)
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"));
        folder.Write("jobs.orchestrator.db", new string('x', 5000));

        AssertOneError(folder.Run(command), "StateUnreadable", "jobs.orchestrator.db");
        Assert.Equal(new string('x', 5000), File.ReadAllText(folder.At("jobs.orchestrator.db")));
    }

    [Theory]
    [InlineData("Start-OrchestratorRun -Simulate")]
    [InlineData("Get-OrchestratorStatus")]
    public void A_state_of_a_newer_schema(string command)
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"));
        folder.Run(Start + "-Simulate");
        using (
            var state = new SqliteConnection(
                $"Data Source={folder.At("jobs.orchestrator.db")};Pooling=False"
            )
        )
        {
            state.Open();
            using var newer = state.CreateCommand();
            newer.CommandText = "PRAGMA user_version = 99";
            newer.ExecuteNonQuery();
        }

        AssertOneError(folder.Run(command), "StateNewer", "jobs.orchestrator.db");
    }

    [Theory]
    [InlineData("jobs.csv/below.db", "its folder does not exist")]
    [InlineData("nowhere/below.db", "its folder does not exist")]
    [InlineData(".", "it is a folder")]
    public void A_state_that_cannot_be_written(string path, string said)
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"));

        var run = folder.Run(Start + $"-Simulate -StatePath {path}");

        AssertOneError(run, "StateUnwritable", said);
    }

    [Theory]
    [InlineData("Get-OrchestratorStatus -StatePath jobs.orchestrator.db")]
    [InlineData("Get-OrchestratorJob")]
    [InlineData("Get-RetryPassSummary")]
    [InlineData("Reset-OrchestratorJob -JobId v1")]
    [InlineData("Stop-OrchestratorRun")]
    public void A_state_that_is_not_there(string command)
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"));

        AssertOneError(folder.Run(command), "StateNotFound", "jobs.orchestrator.db");
        Assert.False(File.Exists(folder.At("jobs.orchestrator.db")));
    }

    [Fact]
    public void Neither_a_list_nor_a_state()
    {
        using var folder = new JobsFolder();

        AssertOneError(
            folder.Run("Get-OrchestratorStatus"),
            "StateNotFound",
            "jobs.orchestrator.db"
        );
    }

    [Fact]
    public void A_real_run_on_the_state_of_a_simulation()
    {
        using var folder = JobsFolder.Simulated(("v1", "", "success"));
        folder.Run(Start + "-Simulate");
        var before = File.ReadAllBytes(folder.At("jobs.orchestrator.db"));

        AssertOneError(folder.Run(Start + "-ScriptBlock { }"), "StateSimulated", "-StatePath");
        AssertOneError(
            folder.Run(Start + "-ScriptBlock { } -WhatIf"),
            "StateSimulated",
            "-StatePath"
        );
        Assert.Equal(before, File.ReadAllBytes(folder.At("jobs.orchestrator.db")));
    }

    private static void AssertOneError(ScriptResult run, string id, string said)
    {
        Assert.Equal(id, run.Error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Contains(said, run.Error.Exception.Message);
        if (!id.StartsWith("ParameterArgument", StringComparison.Ordinal)) // PowerShell's own
        {
            Assert.NotNull(run.Error.TargetObject);
        }

        Assert.Empty(run.Output);
        Assert.Empty(run.InformationLines);
    }
}
