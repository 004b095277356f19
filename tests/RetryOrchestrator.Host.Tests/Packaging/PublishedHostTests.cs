using System.Text.Json;

namespace RetryOrchestrator.Host.Tests.Packaging;

/// <summary>The host as it is shipped: the module and PowerShell's utility cmdlets beside it.</summary>
[Collection(nameof(PublishedHost))]
public sealed class PublishedHostTests(PublishedHost host) : IClassFixture<PublishedHost>
{
    [Fact]
    public async Task A_published_host_runs_the_module_that_lies_beside_it()
    {
        var result = await host.RunAsync(
            "--json",
            "--command",
            "(Get-Module RetryOrchestrator).ModuleBase; (Resolve-OrchestratorFailure x).Message;"
                + "(Get-Help Resolve-OrchestratorFailure).Synopsis"
        );

        using var json = JsonDocument.Parse(result.Output);
        var lines = json.RootElement.EnumerateArray().Select(line => line.GetString()).ToList();
        Assert.Equal([Path.Combine(host.Folder, "RetryOrchestrator"), "x"], lines[..2]);
        Assert.DoesNotContain("<CommonParameters>", lines[2]);
        Assert.Empty(result.Error);
    }

    [Theory]
    [InlineData("Export-Csv {file}; Import-Csv {file} | ForEach-Object Message", "ADB timeout|x")]
    [InlineData("Select-Object -First 1 -Property Message", "Message|-------|ADB timeout")]
    [InlineData("Format-Table Type, Message -HideTableHeaders", "adb_timeout ADB timeout|x")]
    [InlineData("Format-List Category", "Category : infrastructure|Category : unknown")]
    [InlineData("Group-Object Category | ForEach-Object Name", "infrastructure|unknown")]
    [InlineData(
        "Select-Object Message | ConvertTo-Json -Compress",
        "[{\"Message\":\"ADB timeout\"},{\"Message\":\"x\"}]"
    )]
    [InlineData("ConvertTo-Csv | Select-Object -Skip 2 | ConvertFrom-Csv -Header a, b, c, d", "x")]
    [InlineData("Sort-Object Message -Descending | ForEach-Object Message", "x|ADB timeout")]
    [InlineData("Measure-Object | ForEach-Object Count", "2")]
    [InlineData("Out-String -Stream | Select-String timeout -Raw", "ADB timeout")]
    [InlineData("Tee-Object -Variable both | Out-Null; Write-Host $both.Count", "2")]
    public async Task A_published_host_has_the_utility_cmdlets(string stage, string shown)
    {
        var file = Path.Combine(host.Folder, $"{Guid.NewGuid():N}.csv");

        var result = await host.RunAsync(
            "--command",
            "'ADB timeout', 'x' | Resolve-OrchestratorFailure | " + stage.Replace("{file}", file)
        );

        Assert.Empty(result.Error);
        Assert.Equal(0, result.ExitCode);
        var words = string.Join(' ', Words(result.Output));
        foreach (var line in shown.Split('|'))
        {
            Assert.Contains(
                string.Join(' ', Words(line)),
                words,
                StringComparison.OrdinalIgnoreCase
            );
        }
    }

    [Fact]
    public async Task The_scripts_of_jobs_have_them_too()
    {
        var folder = Directory.CreateDirectory(Path.Combine(host.Folder, "scripts")).FullName;
        var (jobs, script) = (Path.Combine(folder, "jobs.csv"), Path.Combine(folder, "job.ps1"));
        File.WriteAllText(jobs, "job_id,account\nv1,anna\n");
        File.WriteAllText(
            script,
            "$Job | ConvertTo-Json -Compress; [pscustomobject]@{ a = 1; b = 2 }"
        );

        var result = await host.RunAsync([
            "Start-OrchestratorRun",
            "-JobsPath",
            jobs,
            "-ScriptPath",
            script,
        ]);

        Assert.Equal(0, result.ExitCode);
        var log = Assert.Single(
            Directory.GetFiles(folder, "output.log", SearchOption.AllDirectories)
        );
        Assert.Equal(
            [
                "out | {\"job_id\":\"v1\",\"account\":\"anna\"}",
                "out | a b",
                "out | - -",
                "out | 1 2",
            ],
            File.ReadLines(log)
        );
    }

    [Theory]
    [InlineData("Write-Hots x", "'Write-Hots' is not recognized")]
    [InlineData("Add-Type 'class X {}'", "'Add-Type' is not recognized")]
    public async Task What_it_does_not_have_is_said_in_one_message(string command, string message)
    {
        var result = await host.RunAsync("--command", command);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Error);
    }

    private static string[] Words(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
