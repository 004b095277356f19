using System.Management.Automation;

namespace RetryOrchestrator.Module.Tests.State;

/// <summary>What is typed is completed with what the state holds.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly JobsFolder _folder = FinishedRun.Folder();

    public void Dispose() => _folder.Dispose();

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
}
