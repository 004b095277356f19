using RetryOrchestrator.Module.Tests.Infrastructure;

namespace RetryOrchestrator.Module.Tests.Runs;

/// <summary>Where programs and scripts run.</summary>
public sealed class WorkingDirectoryTests : IDisposable
{
    private const string Away = "$ExecutionContext.SessionState.Path.SetLocation('/'); ";
    private const string Start = "$null = Start-OrchestratorRun -Banner None -JobsPath $args[0] ";

    private readonly JobsFolder _folder = new("job_id\nv1\n");

    public WorkingDirectoryTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "NOT TESTED: runs pwd of Unix.");
        Directory.CreateDirectory(_folder.At("sub"));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{ "Command": "/bin/pwd" }""", "")]
    [InlineData("""{ "Command": "/bin/pwd", "WorkingDirectory": "sub" }""", "sub")]
    [InlineData("""{ "ScriptPath": "where.ps1" }""", "")]
    [InlineData("""{ "ScriptPath": "where.ps1", "WorkingDirectory": "sub" }""", "sub")]
    public void A_prepared_folder_works_from_everywhere(string configuration, string expected)
    {
        _folder.Write("orchestrator.json", configuration);
        _folder.Write("where.ps1", "\"$PWD\"");

        _folder.Run(Away + Start, _folder.At("jobs.csv"));

        Assert.EndsWith(_folder.At(expected).TrimEnd('/'), _folder.Log("v1").TrimEnd());
    }

    [Fact]
    public void A_working_directory_that_vanishes_under_scripts_costs_no_job_anything_and_is_told_once()
    {
        _folder.Write("jobs.csv", "job_id\nv1\nv2\nv3\nv4\n");

        var run = _folder.Run(
            "Start-OrchestratorRun -WorkingDirectory sub -Workers 1 -MaxPasses 2 -RetryDelaySeconds 0 -ScriptBlock "
                + "{ if ($Job.job_id -eq 'v1') { [IO.Directory]::Delete($PWD.Path) }; Set-Content note x }"
        );

        // Once a pass.
        Assert.Equal(2, run.Warnings.Count(warning => warning.Message.Contains("sub' is gone")));
        var jobs = _folder.Run("Get-OrchestratorJob v2, v3, v4");
        Assert.All(
            jobs.Output,
            job =>
            {
                Assert.Equal("Retrying", $"{job.Properties["Status"].Value}");
                Assert.Equal(0, job.Properties["Attempts"].Value);
            }
        );

        Directory.CreateDirectory(_folder.At("sub"));
        Assert.Equal(
            3,
            _folder.Run("Start-OrchestratorRun -WorkingDirectory sub -ScriptBlock { }")[
                0,
                "Succeeded"
            ]
        );
    }

    [Theory]
    [InlineData("-Command /bin/pwd")]
    [InlineData("-ScriptBlock { \"$PWD\" }")]
    public void Without_a_configuration_file_it_is_the_current_folder(string executor)
    {
        _folder.Run(Away + Start + executor, _folder.At("jobs.csv"));

        Assert.EndsWith("| /", _folder.Log("v1").TrimEnd());
    }

    [Theory]
    [InlineData("-Command /bin/pwd")]
    [InlineData("-ScriptBlock { \"$PWD\" }")]
    public void A_parameter_beats_both(string executor)
    {
        _folder.Write("orchestrator.json", """{ "WorkingDirectory": "no such folder" }""");

        _folder.Run(
            Away + Start + executor + " -WorkingDirectory $args[1]",
            _folder.At("jobs.csv"),
            _folder.At("sub")
        );

        Assert.EndsWith(_folder.At("sub"), _folder.Log("v1").TrimEnd());
    }
}
