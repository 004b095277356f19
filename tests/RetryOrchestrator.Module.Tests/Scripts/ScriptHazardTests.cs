namespace RetryOrchestrator.Module.Tests.Scripts;

/// <summary>
/// What a script does to its worker or leaves behind stands in the way: every attempt ends
/// nonetheless, and none counts as done whose script did not run to its end.
/// </summary>
public sealed class ScriptHazardTests : IDisposable
{
    private readonly JobsFolder _folder = new("job_id\nv1\nv2\n");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_job_that_cannot_begin_in_its_folder_is_put_off_and_its_script_does_not_run()
    {
        Directory.CreateDirectory(_folder.At("work"));

        _folder.Run(
            "$null = $ExecutionContext.SessionState.Path.SetLocation($args[0]); "
                + "Start-OrchestratorRun -JobsPath $args[1] -MaxPasses 1 -Banner None -Workers 1 "
                + """
                -ScriptBlock {
                    $null = $ExecutionContext.SessionState.Path.SetLocation('/')
                    [IO.Directory]::Delete($using:PWD)
                    'ran'
                }
                """,
            _folder.At("work"),
            _folder.At("jobs.csv")
        );

        var jobs = _folder.Run("Get-OrchestratorJob -JobsPath $args[0]", _folder.At("jobs.csv"));
        Assert.Equal(
            ["Success", "Retrying"],
            jobs.Output.Select(job => $"{job.Properties["Status"].Value}")
        );
        Assert.Equal("out | ran\n", _folder.Log("v1"));
        Assert.False(File.Exists(_folder.At("jobs.artifacts", "v2", "1", "output.log")));
    }

    [Theory]
    [InlineData("[int]$global:Attempt = 0")]
    [InlineData("[int]$global:Job = 0")]
    public void A_script_that_cannot_be_given_its_variables_fails_and_does_not_run(string first)
    {
        Assert.Equal(1, Succeeded($"'ran'; {first}"));
        Assert.DoesNotContain("out | ran", _folder.Log("v2"));
    }

    [Fact]
    public void A_script_that_stops_itself_has_failed() =>
        Assert.Equal(0, Succeeded("throw [Management.Automation.PipelineStoppedException]::new()"));

    [Fact]
    public void What_a_script_wrote_and_cannot_be_made_text_costs_it_nothing()
    {
        Assert.Equal(
            2,
            Succeeded($"{Odd("throw 'no text'")}; $odd; if ($Job.job_id -eq 'v1') {{ exit 0 }}")
        );
        Assert.Contains("no text", _folder.Log("v1"));
    }

    [Fact]
    public void Nor_does_a_record_that_cannot_be_made_text()
    {
        Assert.Equal(
            2,
            Succeeded(
                $"{Odd("throw 'no text'")}; [Management.Automation.InformationRecord]::new($odd, 'x'); 'and on'"
            )
        );
        Assert.Contains("no text", _folder.Log("v1"));
        Assert.EndsWith("out | and on\n", _folder.Log("v1"));
    }

    [Fact]
    public void What_does_not_become_text_in_time_holds_up_nobody()
    {
        using var end = new ManualResetEventSlim();

        var succeeded = Succeeded(
            "if ($Job.job_id -eq 'v2') { return }; $global:end = $using:end; "
                + $"{Odd("$global:end.Wait()")}; $odd; exit 0",
            "-JobTimeoutSeconds 1 -ShutdownTimeoutSeconds 1",
            end
        );

        end.Set();
        Assert.Equal(1, succeeded);
    }

    /// <summary>Runs both jobs in one pass on one worker; <c>$end</c> is the argument.</summary>
    /// <returns>How many succeeded.</returns>
    private object Succeeded(string script, string options = "", object? argument = null)
    {
        var run = _folder.Run(
            "$end = $args[0]; Start-OrchestratorRun -MaxPasses 1 -Banner None -Workers 1 "
                + $"{options} -ScriptBlock {{ {script} }}",
            argument
        );

        return Assert.Single(run.Output).Properties["Succeeded"].Value;
    }

    /// <summary>Script text that sets <c>$odd</c> to an object which that script makes text of.</summary>
    private static string Odd(string toString) =>
        "$odd = [pscustomobject]@{ a = 1 }; "
        + $"$odd.PSObject.Methods.Add([psscriptmethod]::new('ToString', {{ {toString} }}))";
}
