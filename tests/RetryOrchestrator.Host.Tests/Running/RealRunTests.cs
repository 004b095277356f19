using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using RetryOrchestrator.Host.Tests.Infrastructure;

namespace RetryOrchestrator.Host.Tests.Running;

/// <summary>Whole runs of simulated jobs, as an operator starts them on a machine without pwsh.</summary>
public sealed class RealRunTests : IDisposable
{
    private const int Patience = 180_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("host-run-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_run_that_succeeds_exits_0_with_a_row_for_each_pass()
    {
        var jobs = Jobs("v1,success", "v2,infrastructure: ADB timeout; success");

        var result = await HostProcess.RunAsync(Start(jobs, "--csv", "-RetryDelaySeconds", "0"));

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("RunId,Pass,MaxPasses,", result.Output, StringComparison.Ordinal);
        Assert.Equal(3, result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("PASS 2 OF 5", result.Error);
        Assert.DoesNotContain("PASS", result.Output.Split('\n')[1]);
    }

    [Theory]
    [InlineData("jobs.csv")]
    [InlineData("my list, new.csv")]
    [InlineData("my,list.csv")]
    public async Task The_path_of_a_list_needs_no_name_whatever_it_is_called(string name)
    {
        var jobs = Path.Combine(_folder.FullName, name);
        await File.WriteAllTextAsync(
            jobs,
            "job_id,simulate\nv1,success\n",
            TestContext.Current.CancellationToken
        );

        foreach (
            string[] words in new string[][]
            {
                ["Start-OrchestratorRun", jobs, "-Simulate"],
                ["Get-OrchestratorStatus", jobs],
                ["Get-RetryPassSummary", jobs],
                ["Get-RetryPassSummary", "1", jobs],
                ["Get-RetryPassSummary", jobs, "-All"],
                ["Get-RetryPassSummary", jobs, "-RunId", "1"],
                ["Get-OrchestratorJob", "v1", jobs],
                ["Reset-OrchestratorJob", "v1", jobs, "-Force", "-Confirm:false", "-PassThru"],
            }
        )
        {
            var result = await HostProcess.RunAsync([.. words, "--json"]);

            Assert.True(
                result.ExitCode == 0,
                $"{string.Join(' ', words)}: {result.ExitCode} {result.Error}"
            );
            using var json = JsonDocument.Parse(result.Output);
            Assert.Equal(1, json.RootElement.GetArrayLength());
        }

        Assert.Equal(0, (await HostProcess.RunAsync("Stop-OrchestratorRun", jobs)).ExitCode);
    }

    [Fact]
    public async Task A_run_that_leaves_failures_exits_1_and_names_the_command_that_lists_them()
    {
        var jobs = Jobs("v1,success", "v2,account: Your account was suspended");

        var result = await HostProcess.RunAsync(Start(jobs, "--json"));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Get-OrchestratorJob", result.Error);
        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal("OnlyNonRetryable", json.RootElement[0].GetProperty("Result").GetString());
    }

    [Fact]
    public async Task A_program_that_vanishes_in_the_middle_stops_the_run_with_exit_code_2()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A shell script.");
        var jobs = Jobs("v1,", "v2,", "v3,", "v4,");
        var program = Path.Combine(_folder.FullName, "post.sh");
        await File.WriteAllTextAsync(
            program,
            "#!/bin/sh\nrm -- \"$0\"\n",
            TestContext.Current.CancellationToken
        );
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var result = await HostProcess.RunAsync([
            "Start-OrchestratorRun",
            jobs,
            "-Command",
            program,
            "-Workers",
            "1",
        ]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("what runs the jobs cannot be started", result.Error);
        Assert.Contains("3 still due", result.Error);
        Assert.Contains("the next start resumes it", result.Error);
    }

    [Theory]
    [InlineData("", 6)]
    [InlineData("exit 0", 0)]
    [InlineData("exit 1", 1)]
    [InlineData("exit 2", 6)]
    public async Task A_run_that_leaves_uncertain_jobs_exits_6_unless_somebody_knows(
        string answer,
        int code
    )
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals of Unix.");
        var jobs = Jobs("v1,", "v2,");
        var post = "echo \"posting $1\" > \"$ORCHESTRATOR_CHECKPOINT\"; test $1 = v2 || kill -9 $$";

        var result = await HostProcess.RunAsync([
            "--json",
            "Start-OrchestratorRun",
            jobs,
            "-Command",
            "/bin/sh",
            "-ArgumentList",
            $"-c,'{post}',sh,{{job_id}}",
            "-MaxPasses",
            "1",
            .. answer.Length == 0
                ? (string[])[]
                :
                [
                    "-VerifyCommand",
                    "/bin/sh",
                    "-VerifyArgumentList",
                    $"-c,'test \"$ORCHESTRATOR_CHECKPOINT_WORD\" = \"posting v1\" || exit 9; {answer}'",
                ],
        ]);

        Assert.True(result.ExitCode == code, $"{result.ExitCode}: {result.Error}");
        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal(code == 6 ? 1 : 0, json.RootElement[0].GetProperty("Uncertain").GetInt32());
        Assert.Equal(
            code == 6,
            result.Error.Contains("UNCERTAIN job v1 (attempt 1)", StringComparison.Ordinal)
        );
        Assert.Empty(Directory.GetDirectories(_folder.FullName, "*-checkpoints"));
    }

    [Fact]
    public async Task With_FailOnFlaky_a_run_with_retries_exits_1()
    {
        var jobs = Jobs("v1,success", "v2,infrastructure: ADB timeout; success");

        var result = await HostProcess.RunAsync(
            Start(jobs, "--json", "-RetryDelaySeconds", "0", "-FailOnFlaky")
        );

        Assert.Equal(1, result.ExitCode);
        using var json = JsonDocument.Parse(result.Output);
        var last = json.RootElement[1];
        Assert.Equal("CompleteWithFlaky", last.GetProperty("Result").GetString());
        Assert.Equal(1, last.GetProperty("RunSucceededOnRetry").GetInt32());
    }

    [Fact]
    public async Task A_faulty_jobs_file_exits_2_and_names_every_row()
    {
        var jobs = Jobs("v1,success", "v1,success", ",success");

        var result = await HostProcess.RunAsync(Start(jobs, "--csv"));

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("line 3", result.Error);
        Assert.Contains("line 4", result.Error);
        Assert.Empty(result.Output);
    }

    [Fact(Timeout = Patience)]
    public async Task A_signal_that_is_ignored_as_by_nohup_is_ignored_by_programs_too()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc");
        const ulong HangUp = 1UL << (1 - 1);
        const ulong BrokenPipe = 1UL << (13 - 1);
        var jobs = Jobs("v1,");
        var host = Path.Combine(AppContext.BaseDirectory, "RetryOrchestrator.Host.dll");

        using var shell = Process.Start(
            "/bin/sh",
            [
                "-c",
                $"trap '' HUP; exec dotnet '{host}' Start-OrchestratorRun -JobsPath '{jobs}' -Banner None"
                    + " -Command grep -ArgumentList SigIgn,/proc/self/status 2>/dev/null >&2",
            ]
        )!;
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, shell.ExitCode);
        var log = Directory.GetFiles(_folder.FullName, "output.log", SearchOption.AllDirectories);
        var line = await File.ReadAllTextAsync(
            Assert.Single(log),
            TestContext.Current.CancellationToken
        );
        // Not so SIGPIPE, which .NET itself ignores. Others may be ignored where these tests run.
        var ignored = Convert.ToUInt64(line.Split('\t')[1].Trim(), 16);
        Assert.Equal(HangUp, ignored & (HangUp | BrokenPipe));
    }

    [Fact(Timeout = Patience)]
    public async Task Ctrl_C_ends_a_live_run_with_its_summary_and_a_second_run_was_refused_meanwhile()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sends POSIX signals");
        var jobs = Jobs("v1,success after 1000s");
        using var host = HostProcess.Start(Start(jobs, "--json", "-Banner", "None"));
        await host.ErrorSaysAsync("PASS 1 OF 5");

        var second = await HostProcess.RunAsync(Start(jobs));
        host.Signal(PosixSignal.SIGINT);
        var first = await host.EndAsync(TestContext.Current.CancellationToken);

        Assert.Equal((3, 130), (second.ExitCode, first.ExitCode));
        Assert.Contains("Another run is live", second.Error);
        using var json = JsonDocument.Parse(first.Output);
        Assert.Equal("Cancelled", json.RootElement[0].GetProperty("Result").GetString());
    }

    [Fact(Timeout = Patience)]
    public async Task A_second_Ctrl_C_leaves_no_program_at_work_and_the_attempt_costs_the_job_nothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sends POSIX signals");
        var jobs = Jobs("v1,");
        var stubborn = Path.Combine(_folder.FullName, "stubborn.sh");
        File.WriteAllText(
            stubborn,
            "trap '' TERM INT HUP\necho $$ > pid\nwhile :; do sleep 1; done"
        );
        using var host = HostProcess.StartIn(
            _folder.FullName,
            [
                .. "Start-OrchestratorRun --json -ShutdownTimeoutSeconds 3600 -Command sh".Split(
                    ' '
                ),
                .. new[] { "-JobsPath", jobs, "-ArgumentList", stubborn },
            ]
        );
        var program = await ProgramAsync(Path.Combine(_folder.FullName, "pid"));

        host.Signal(PosixSignal.SIGINT);
        await host.ErrorSaysAsync("Stopping");
        host.Signal(PosixSignal.SIGINT);
        var result = await host.EndAsync(TestContext.Current.CancellationToken);

        Assert.Equal(130, result.ExitCode);
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(program));
        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal(1, json.RootElement[0].GetProperty("Cancelled").GetInt32());
    }

    private static async Task<int> ProgramAsync(string path)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        int program;
        while (!File.Exists(path) || !int.TryParse(await File.ReadAllTextAsync(path), out program))
        {
            await tick.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        return program;
    }

    private static string[] Start(string jobs, params string[] more) =>
        ["Start-OrchestratorRun", "-JobsPath", jobs, "-Simulate", .. more];

    private string Jobs(params string[] rows)
    {
        var path = Path.Combine(_folder.FullName, "jobs.csv");
        File.WriteAllLines(path, ["job_id,simulate", .. rows]);
        return path;
    }
}
