using System.Text.Json;
using RetryOrchestrator.Tests.Shared;

namespace RetryOrchestrator.Module.Tests.Shell;

/// <summary>How a test of Pester ended.</summary>
/// <param name="Name">Its groups and its own name.</param>
/// <param name="Outcome">Passed, Failed, Skipped or another word of Pester's.</param>
/// <param name="Message">What was wrong, and where; empty when nothing was.</param>
public sealed record PesterResult(string Name, string Outcome, string Message)
{
    /// <summary>The outcome: the name stands before it in the list of tests.</summary>
    public override string ToString() => Outcome;
}

/// <summary>One run of all files in <c>tests/Pester</c>.</summary>
internal static class PesterRun
{
    private const string Script = """
        Import-Module '{pester}' -ErrorAction Stop
        $configuration = New-PesterConfiguration
        $configuration.Run.Path = '{files}'
        $configuration.Run.PassThru = $true
        $configuration.Output.RenderMode = 'Plaintext'
        $run = Invoke-Pester -Configuration $configuration
        if ($run.FailedBlocksCount + $run.FailedContainersCount -gt 0) { exit 1 }
        ConvertTo-Json -InputObject @($run.Tests | ForEach-Object {
            @{ Name = $_.ExpandedPath; Outcome = "$($_.Result)"; Message = @($_.ErrorRecord | ForEach-Object { "$_`n$($_.ScriptStackTrace)" }) -join "`n" }
        }) | Set-Content '{results}'
        """;

    /// <summary>Runs them.</summary>
    /// <exception cref="InvalidOperationException">A file could not be run to its end.</exception>
    public static async Task<IReadOnlyList<PesterResult>> RunAsync(CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("pester-");
        try
        {
            var results = Path.Combine(folder.FullName, "results.json");
            var (code, said) = await RealShell.RunAsync(
                Script
                    .Replace("{pester}", Quoted(RealShell.Pester))
                    .Replace("{files}", Quoted(RepositoryRoot.Of("tests", "Pester")))
                    .Replace("{results}", Quoted(results)),
                stop
            );
            if (code != 0 || !File.Exists(results))
            {
                throw new InvalidOperationException($"Pester ended with {code}.\n{said}");
            }

            await using var json = File.OpenRead(results);
            return (
                await JsonSerializer.DeserializeAsync<PesterResult[]>(
                    json,
                    default(JsonSerializerOptions),
                    stop
                )
            )!;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Quoted(string text) => text.Replace("'", "''");
}
