using System.Text.Json;

namespace RetryOrchestrator.Host.Tests.Running;

/// <summary>The real host with the real module.</summary>
public sealed class HostRunTests
{
    [Fact]
    public async Task A_cmdlet_and_its_parameters_are_taken_as_they_are_typed()
    {
        var result = await HostProcess.RunAsync(
            "Resolve-OrchestratorFailure",
            "-Message",
            "one,two"
        );

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Category", result.Output);
        Assert.Contains("one", result.Output);
        Assert.Contains("two", result.Output);
        Assert.DoesNotContain('\e', result.Output);
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task With_a_data_option_standard_output_holds_nothing_but_data()
    {
        var result = await HostProcess.RunAsync(
            "--json",
            "--command",
            "Write-Host 'a banner'; Write-Progress 'Pass 1' running -PercentComplete 10;",
            "Write-Warning careful; Write-Verbose hidden;",
            "Resolve-OrchestratorFailure x"
        );

        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal("x", json.RootElement[0].GetProperty("Message").GetString());
        Assert.Equal(["a banner", "WARNING: careful"], Lines(result.Error));
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Without_a_data_option_messages_and_views_share_standard_output()
    {
        var result = await HostProcess.RunAsync(
            "--command",
            "Write-Host 'a banner';",
            "Resolve-OrchestratorFailure x"
        );

        Assert.Equal("a banner", Lines(result.Output)[0]);
        Assert.Contains("Category", result.Output);
    }

    [Fact]
    public async Task Csv_is_written_without_a_byte_order_mark()
    {
        var result = await HostProcess.RunAsync("Resolve-OrchestratorFailure", "✓ x", "--csv");

        Assert.StartsWith("Category,", result.Output, StringComparison.Ordinal);
        Assert.Contains("✓ x", result.Output);
    }

    [Fact]
    public async Task Verbose_lines_are_shown_when_asked_for()
    {
        var result = await HostProcess.RunAsync(
            "--csv",
            "--command",
            "Write-Verbose 'a detail' -Verbose"
        );

        Assert.Contains("VERBOSE: a detail", result.Error);
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData("RunIncomplete", 1)]
    [InlineData("LiveRun", 3)]
    [InlineData("RunStopped", 130)]
    [InlineData("InvalidJobs", 2)]
    [InlineData("StateNotFound", 2)]
    [InlineData("StateBusy", 4)]
    [InlineData("StateUnwritable", 4)]
    [InlineData("StateLost", 4)]
    public async Task The_exit_code_follows_from_the_id_of_the_error(string id, int exitCode)
    {
        var result = await HostProcess.RunAsync(
            "--json",
            "--command",
            $"Write-Error 'what is wrong' -ErrorId {id}"
        );

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal(["what is wrong"], Lines(result.Error));
        Assert.Equal("[]", result.Output.Trim());
    }

    [Theory]
    [InlineData("Start-Nothing", "no cmdlet 'Start-Nothing'")]
    [InlineData("--nothing", "no option '--nothing'")]
    [InlineData("--command", "needs a pipeline")]
    [InlineData("Resolve-OrchestratorFailure", "Message")]
    [InlineData("Resolve-OrchestratorFailure -Nothing", "'Nothing'")]
    [InlineData("--command throw 'a clear message'", "a clear message")]
    [InlineData("--command if (", "if (")]
    public async Task What_cannot_be_run_ends_with_one_message_and_exit_code_2(
        string words,
        string message
    )
    {
        var result = await HostProcess.RunAsync(words.Split(' '));

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Error);
        Assert.DoesNotContain("   at ", result.Error);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task A_script_may_name_its_exit_code()
    {
        var result = await HostProcess.RunAsync("--command", "exit 7");

        Assert.Equal(7, result.ExitCode);
    }

    [Fact]
    public async Task Help_lists_the_cmdlets_and_shows_that_of_one()
    {
        var all = await HostProcess.RunAsync("--help");
        var one = await HostProcess.RunAsync("Resolve-OrchestratorFailure", "-?");

        Assert.Contains("Resolve-OrchestratorFailure", all.Output);
        Assert.Contains("--json", all.Output);
        Assert.Contains("SYNOPSIS", one.Output);
        Assert.Equal((0, 0), (all.ExitCode, one.ExitCode));
    }

    [Fact]
    public async Task The_version_is_that_of_the_modules_manifest()
    {
        var asked = await HostProcess.RunAsync("--version");
        var module = await HostProcess.RunAsync(
            "--command",
            "'RetryOrchestrator ' + (Get-Module RetryOrchestrator).Version"
        );

        Assert.Matches(@"^RetryOrchestrator \d+\.\d+\.\d+\s*$", asked.Output);
        Assert.Equal((module.Output, "", 0), (asked.Output, asked.Error, asked.ExitCode));
    }

    [Fact]
    public async Task The_current_folder_is_the_one_it_was_started_in()
    {
        var result = await HostProcess.RunAsync("--csv", "--command", "$pwd.Path");

        Assert.Equal(
            Path.TrimEndingDirectorySeparator(Path.GetTempPath()),
            Lines(result.Output)[1]
        );
    }

    private static string[] Lines(string text) =>
        text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
