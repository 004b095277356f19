using RetryOrchestrator.Tests.Android;

namespace RetryOrchestrator.Module.Tests.Scripts;

/// <summary>A script's own device; its session is tested where Appium is, in Devices.Tests.</summary>
public sealed class ScriptDeviceTests
{
    private const string Caption = "it's \"it\" $HOME `id` 🎬";

    [Fact]
    public async Task A_script_has_a_phone_to_itself_and_the_means_of_a_flow()
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start();
        await adb.ConnectAsync(phone);
        using var folder = new JobsFolder($"job_id,video_path,caption\nv1,a.mp4,\"{Quoted}\"\n");
        folder.Write("a.mp4", "the video");

        var run = folder.Run(
            Start(
                adb,
                """
                $phone = $Attempt.Device
                $phone.Push($Job.video_path, '/sdcard/Movies/a.mp4')
                $phone.Start('com.example.video/.Share', @{
                    action = 'android.intent.action.SEND'; mimeType = 'video/mp4'
                    share = '/sdcard/Movies/a.mp4'; extras = @{ text = $Job.caption; draft = $true }
                })
                $phone.Press('back')
                $phone.TypeText('hello')
                'screen: ' + [IO.File]::Exists($phone.Screenshot('after'))
                "model: $($phone.Shell('getprop', 'ro.build.version.sdk').Trim())"
                "exit: $($phone.TryShell('sh', '-c', 'exit 7').ExitCode)"
                $phone.Pull('/sdcard/Movies/a.mp4', './back.mp4')
                "serial: $phone"
                """
            )
        );

        Assert.Empty(run.Errors);
        Assert.Equal("/sdcard/Movies/a.mp4", Assert.Single(phone.Pushed).Path);
        var calls = phone.ShellCalls.SelectMany(call => call.Calls).ToList();
        var start = Assert.Single(calls, call => call is ["am", "start", ..]);
        Assert.Contains(Caption, start);
        Assert.Contains("file:///sdcard/Movies/a.mp4", start);
        Assert.Contains(["input", "keyevent", "KEYCODE_BACK"], calls);
        Assert.Contains(["input", "text", "hello"], calls);
        Assert.Equal("the video", File.ReadAllText(folder.At("back.mp4")));
        Assert.Equal(
            $"out | screen: True\nout | model: 33\nout | exit: 7\nout | serial: {phone.Serial}\n",
            folder.Log("v1")
        );
    }

    [Theory]
    [InlineData("$Attempt.Device.Push('none.mp4', '/sdcard/a')", "Input", "file_missing")]
    [InlineData("$Attempt.Device.Pull('/sdcard/none', 'a')", "Unknown", "remote_file_missing")]
    [InlineData("$Attempt.Device.Shell('sh', '-c', 'echo no; exit 3')", "Unknown", "")]
    [InlineData("$Attempt.Device.TypeText('🎬')", "Input", "untypable_text")]
    [InlineData("$Attempt.Device.Start('a/.B', @{ colour = 1 })", "Unknown", "")]
    [InlineData("$a = $Attempt; $a.Device.Push('none.mp4', '/x')", "Input", "file_missing")]
    public async Task What_fails_on_the_phone_is_sorted_as_in_a_flow_and_leaves_evidence(
        string script,
        string category,
        string type
    )
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start();
        await adb.ConnectAsync(phone);
        using var folder = new JobsFolder("job_id\nv1\n");

        folder.Run(Start(adb, script));

        var attempt = folder.Run("Get-OrchestratorJob -History");
        Assert.Equal(
            (category, type),
            ($"{attempt[0, "Category"]}", $"{attempt[0, "FailureType"]}")
        );
        Assert.True(File.Exists(folder.At("jobs.artifacts", "v1", "1", "screenshot.png")));
    }

    [Fact]
    public async Task A_phone_that_is_gone_costs_no_attempt()
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start();
        phone.Become(PhoneMode.Gone);
        using var folder = new JobsFolder("job_id\nv1\nv2\n");

        var run = folder.Run(
            Start(adb, "$Attempt.Device.Shell('true')", $"-Device {phone.Serial}")
        );

        Assert.Equal(0, run[0, "Processed"]);
        var jobs = folder.Run("Get-OrchestratorJob");
        Assert.Equal(
            [("Retrying", 0), ("Retrying", 0)],
            jobs.Output.Select(
                (_, index) => ($"{jobs[index, "Status"]}", (int)jobs[index, "Attempts"]!)
            )
        );
    }

    [Fact]
    public async Task A_command_that_hangs_ends_with_its_attempt_and_the_phone_is_free_again()
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start();
        phone.Scripts.Push(line => line.Contains("hang") ? new ShellReply { Hang = true } : null);
        await adb.ConnectAsync(phone);
        using var folder = new JobsFolder("job_id\nhang\nnext\n");

        folder.Run(
            Start(adb, "$Attempt.Device.Shell('echo', $Job.job_id)", "-JobTimeoutSeconds 3")
        );

        var attempts = folder.Run("Get-OrchestratorJob -History");
        Assert.Equal("timeout", attempts[0, "FailureType"]);
        Assert.Equal("Success", $"{attempts[1, "Outcome"]}");
    }

    [Fact]
    public void Without_adb_a_script_that_uses_a_phone_is_refused_before_any_job()
    {
        using var folder = new JobsFolder("job_id\nv1\n");

        var run = folder.Run(
            "Start-OrchestratorRun -AdbPath ./no-such-adb -ScriptBlock { $Attempt.Device.Serial }"
        );

        Assert.StartsWith("InvalidConfiguration", run.Error.FullyQualifiedErrorId);
        Assert.Contains("apt-get install adb", $"{run.Error}");
        Assert.False(File.Exists(folder.At("jobs.orchestrator.db")));
    }

    [Fact]
    public void A_script_that_uses_none_needs_no_adb_not_even_to_show_its_attempt()
    {
        using var folder = new JobsFolder("job_id\nv1\n");

        var run = folder.Run(
            "Start-OrchestratorRun -Banner None -AdbPath ./no-such-adb -ScriptBlock { $Attempt }"
        );

        Assert.Empty(run.Errors);
        Assert.Equal(1, run[0, "Succeeded"]);
    }

    [Theory]
    [InlineData("-AccountDevice @{{ anna = '{0}' }}")]
    [InlineData("-AccountDevicePath bound.csv")]
    [InlineData("-ConfigPath bound.json")]
    public async Task An_account_s_jobs_run_on_the_phone_it_is_bound_to(string binding)
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var other = EmulatedPhone.Start();
        await using var own = EmulatedPhone.Start();
        await adb.ConnectAsync(other);
        await adb.ConnectAsync(own);
        using var folder = new JobsFolder("job_id,account\nv1,anna\nv2,anna\nv3,anna\n");
        folder.Write("bound.csv", $"account,device\nanna,{own.Serial}\n");
        folder.Write("bound.json", $$"""{ "AccountDevice": { "anna": "{{own.Serial}}" } }""");

        folder.Run(Start(adb, "$Attempt.Device.Serial", string.Format(null, binding, own.Serial)));

        Assert.All(
            new[] { "v1", "v2", "v3" },
            job => Assert.Equal($"out | {own.Serial}\n", folder.Log(job))
        );
    }

    [Fact]
    public async Task An_account_that_keeps_its_phone_has_it_written_down()
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start();
        await adb.ConnectAsync(phone);
        using var folder = new JobsFolder("job_id,account\nv1,anna\n");

        folder.Run(
            Start(adb, "$Attempt.Device.Serial", "-AccountDevicePath kept.csv -KeepAccountDevice")
        );

        Assert.Equal(
            $"account,device\nanna,{phone.Serial}\n",
            File.ReadAllText(folder.At("kept.csv"))
        );
    }

    [Theory]
    [InlineData("-AccountDevicePath none.csv", "with -KeepAccountDevice")]
    [InlineData("-AccountDevicePath bad.csv", "bad.csv, line 3: account 'anna' is there twice")]
    [InlineData("-AccountDevice @{ anna = '' }", "a table of texts by name")]
    public async Task A_faulty_binding_is_told_before_any_job(string binding, string message)
    {
        await using var adb = await AdbSandbox.StartAsync();
        using var folder = new JobsFolder("job_id,account\nv1,anna\n");
        folder.Write("bad.csv", "account,device\nanna,a\nanna,b\n");

        var run = folder.Run(
            Start(adb, "$Attempt.Device", binding).Replace("-ErrorAction SilentlyContinue", "")
        );

        Assert.StartsWith("InvalidConfiguration", run.Error.FullyQualifiedErrorId);
        Assert.Contains(message, $"{run.Error}");
        Assert.False(File.Exists(folder.At("jobs.orchestrator.db")));
    }

    private static string Quoted => Caption.Replace("\"", "\"\"");

    private static string Start(AdbSandbox adb, string script, string more = "") =>
        "Start-OrchestratorRun -MaxPasses 1 -Workers 1 -Banner None -ErrorAction SilentlyContinue "
        + $"-AdbPath '{adb.Wrapper()}' {more} -ScriptBlock {{ {script} }}";
}
