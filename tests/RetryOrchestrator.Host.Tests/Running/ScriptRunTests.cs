using System.Text.Json;
using RetryOrchestrator.Host.Tests.Infrastructure;

namespace RetryOrchestrator.Host.Tests.Running;

/// <summary>Runs whose jobs are scripts, which share the host's process and its streams.</summary>
public sealed class ScriptRunTests : IDisposable
{
    private const int Patience = 180_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("host-script-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("[Console]::WriteLine('stray')")]
    [InlineData("[Console]::Out.Write('stray')")]
    [InlineData(
        "$o = [Console]::OpenStandardOutput(); $o.Write([byte[]](115, 116, 114, 97, 121)); $o.Flush()"
    )]
    [InlineData(
        "$p = [Diagnostics.Process]::Start('sh', [string[]]('-c', 'echo stray')); $p.WaitForExit()"
    )]
    public async Task With_a_data_format_standard_output_holds_the_data_whatever_a_script_writes(
        string script
    )
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "starts a shell");
        foreach (var format in (string[])["--json", "--csv"])
        {
            var result = await RunAsync(format, script);

            Assert.Equal(0, result.ExitCode);
            Assert.DoesNotContain("stray", result.Output);
            Assert.Contains("stray", result.Error);
            if (format == "--json")
            {
                using var json = JsonDocument.Parse(result.Output);
                Assert.Equal(1, json.RootElement.GetArrayLength());
            }
            else
            {
                Assert.StartsWith("RunId,Pass,", result.Output, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Without_one_it_goes_where_it_always_went()
    {
        var result = await RunAsync("--command", "[Console]::WriteLine('stray')");

        Assert.Contains("stray", result.Output);
        Assert.DoesNotContain("stray", result.Error);
    }

    [Theory(Timeout = Patience)]
    [InlineData("[Threading.Thread]::Sleep(-1)")]
    [InlineData("[Threading.Tasks.TaskCompletionSource]::new().Task.Wait()")]
    [InlineData("try { Start-Sleep 600 } finally { [Threading.Thread]::Sleep(-1) }")]
    public async Task A_script_that_is_blocked_for_ever_keeps_the_host_no_longer_than_the_run(
        string script
    )
    {
        var result = await RunAsync(
                "--command",
                script,
                "-JobTimeoutSeconds 1 -ShutdownTimeoutSeconds 1"
            )
            .WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("INCOMPLETE", result.Output);
    }

    private async Task<HostResult> RunAsync(string option, string script, string more = "")
    {
        var jobs = Path.Combine(_folder.FullName, option + ".csv");
        await File.WriteAllTextAsync(jobs, "job_id\nv1\n", TestContext.Current.CancellationToken);
        var command =
            $"Start-OrchestratorRun -JobsPath '{jobs}' -MaxPasses 1 -Banner None {more} "
            + $"-ScriptBlock {{ {script} }}";
        return option == "--command"
            ? await HostProcess.RunAsync(option, command)
            : await HostProcess.RunAsync(option, "--command", command);
    }
}
