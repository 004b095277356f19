using RetryOrchestrator.Tests.Android;

namespace RetryOrchestrator.Devices.Tests.EndToEnd;

/// <summary>A run at whose start every phone is away.</summary>
public sealed class AllPhonesAwayTests
{
    private const string Script = "$null = $Attempt.Device.Shell('echo', $Job.job_id)";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Phones_that_come_back_in_the_wait_do_all_jobs_in_the_next_pass(bool named)
    {
        await using var phones = await VideoPhones.StartAsync(2);
        var host = HostWithJobs(phones, 4);
        foreach (var phone in phones.Phones)
        {
            phone.Become(PhoneMode.Gone);
            await phones.Adb.RunAsync("disconnect", phone.Serial);
        }

        string[] devices = [phones.Phones[0].Serial, phones.Phones[1].Serial];
        using var run = Start(
            host,
            phones,
            named ? ["-Device", string.Join(',', devices)] : [],
            retryDelay: 3
        );
        await run.ErrorSaysAsync("PASS 1 SUMMARY");
        foreach (var phone in phones.Phones)
        {
            phone.Become(PhoneMode.Online);
            if (!named)
            {
                await phones.Adb.ConnectAsync(phone);
            }
        }

        var end = await run.EndAsync(Stop);

        Assert.True(end.ExitCode == 0, end.Error);
        Assert.Contains("\"Result\": \"NoAttemptPossible\"", end.Output.Replace("\":\"", "\": \""));
        Assert.Contains("no attempt was possible", end.Error);
        Assert.Contains("PASS 2", end.Error);
        Assert.Equal(
            ["1", "2", "3", "4"],
            phones
                .Phones.SelectMany(phone => phone.ShellCalls)
                .Select(call => call.Line.Split(' ', ';'))
                .Where(words => words[0] == "echo")
                .Select(words => words[1])
                .Order()
        );
    }

    [Fact]
    public async Task A_run_whose_phones_never_come_back_ends_after_its_passes_and_says_why()
    {
        await using var phones = await VideoPhones.StartAsync(0);
        var host = HostWithJobs(phones, 1);

        using var run = Start(host, phones, ["-MaxPasses", "3"], retryDelay: 0);
        var end = await run.EndAsync(Stop);

        Assert.Equal(1, end.ExitCode);
        Assert.Contains("PASS 3 SUMMARY", end.Error);
        Assert.Equal(3, end.Error.Split("No device is there: ").Length - 1);
        var jobs = await host.RunAsync("--csv", "Get-OrchestratorJob", "-JobsPath", host.Jobs);
        Assert.Contains("Retrying", jobs.Output, StringComparison.OrdinalIgnoreCase);
    }

    private static PhoneHost HostWithJobs(VideoPhones phones, int count)
    {
        var host = new PhoneHost(phones);
        host.Write(
            "jobs.csv",
            "job_id\n" + string.Concat(Enumerable.Range(1, count).Select(number => $"{number}\n"))
        );
        return host;
    }

    private static RetryOrchestrator.Tests.Shared.HostProcess Start(
        PhoneHost host,
        VideoPhones phones,
        string[] more,
        int retryDelay
    ) =>
        host.Start([
            "--json",
            "Start-OrchestratorRun",
            "-JobsPath",
            host.Jobs,
            "-AdbPath",
            phones.Adb.Program,
            "-ScriptPath",
            host.Write("job.ps1", Script),
            "-RetryDelaySeconds",
            $"{retryDelay}",
            .. more,
        ]);
}
