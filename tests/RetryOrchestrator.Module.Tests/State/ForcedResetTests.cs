namespace RetryOrchestrator.Module.Tests.State;

/// <summary>What has succeeded is run again only by force, and by who agrees to it.</summary>
public sealed class ForcedResetTests : IDisposable
{
    private readonly JobsFolder _folder = FinishedRun.Folder();

    public void Dispose() => _folder.Dispose();

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

        Assert.Equal(pending, _folder.Run("Get-OrchestratorJob -Status pending").JobIds);
    }

    [Fact]
    public void Reset_of_what_has_succeeded_is_refused_where_nobody_can_be_asked()
    {
        var reset = _folder.Run("Reset-OrchestratorJob * -Force");

        Assert.StartsWith("ConfirmationNeeded", reset.Error.FullyQualifiedErrorId);
        Assert.Contains("-Confirm:$false", reset.Error.Exception.Message);
        Assert.Empty(_folder.Run("Get-OrchestratorJob -Status pending").JobIds);
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

        Assert.Equal(pending, _folder.Run("Get-OrchestratorJob -Status pending").JobIds);
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

        Assert.Equal("v2 v3 w1 w2", _folder.Run("Get-OrchestratorJob -Status pending").JobIds);
    }

    [Fact]
    public void A_preference_not_to_be_asked_holds()
    {
        _folder.Run("$ConfirmPreference = 'None'; Reset-OrchestratorJob v1 -Force");

        Assert.Equal("v1", _folder.Run("Get-OrchestratorJob -Status pending").JobIds);
    }
}
