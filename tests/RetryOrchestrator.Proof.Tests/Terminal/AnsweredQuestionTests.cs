namespace RetryOrchestrator.Proof.Tests.Terminal;

/// <summary>What a person answers in a terminal when a cmdlet asks.</summary>
public sealed class AnsweredQuestionTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("asked-");

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("L", "Success Success")]
    [InlineData("N\rN", "Success Success")]
    [InlineData("N\rY", "Success Pending")]
    [InlineData("Y\rN", "Pending Success")]
    [InlineData("A", "Pending Pending")]
    public void Reset_of_what_has_succeeded_asks_for_each_job_and_an_answer_for_all_is_for_all(
        string answers,
        string expected
    )
    {
        File.WriteAllLines(
            Path.Combine(_folder.FullName, "jobs.csv"),
            ["job_id,simulate", "v1,success", "v2,success"]
        );

        using var session = TerminalSession.Start(
            TerminalProgram.Host(
                "--command",
                "$null = Start-OrchestratorRun jobs.csv -Simulate -Banner None -ErrorAction Ignore 6>$null; "
                    + "Reset-OrchestratorJob * -Force; "
                    + "'stands: ' + (Get-OrchestratorJob | ForEach-Object Status)"
            ) with
            {
                WorkingFolder = _folder.FullName,
            }
        );
        foreach (var (answer, job) in answers.Split('\r').Zip(["v1", "v2"]))
        {
            session.WaitFor($"'{job}'");
            session.Type(answer + "\r");
        }

        Assert.True(session.ExitsWithin(TerminalSession.Ample), session.Text);
        Assert.Contains($"stands: {expected}", session.Text);
    }
}
