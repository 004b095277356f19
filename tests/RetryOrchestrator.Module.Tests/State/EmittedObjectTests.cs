using System.Globalization;

namespace RetryOrchestrator.Module.Tests.State;

/// <summary>What is emitted, as a script sees it.</summary>
public sealed class EmittedObjectTests : IDisposable
{
    private readonly JobsFolder _folder = FinishedRun.Folder();

    public void Dispose() => _folder.Dispose();

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
            at.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
            pass.Properties["StartedAtUtc"].Value
        );
        Assert.Matches(@"^\d+(\.\d)?$", $"{pass.Properties["SuccessRateText"].Value}");
        Assert.Equal(
            pass.Properties["Processed"].Value,
            (int)pass.Properties["Succeeded"].Value + (int)pass.Properties["Failed"].Value
        );
    }
}
