namespace RetryOrchestrator.Devices.Tests.EndToEnd;

/// <summary>A script's session on its phone, in a run of the console host.</summary>
public sealed class ScriptSessionTests
{
    private const string Script = """
        $phone = $Attempt.Device
        $phone.Push($Job.video_path, "/sdcard/Movies/$($Job.job_id).mp4")
        $phone.Start('com.example.video/.ShareActivity', @{
            action = 'android.intent.action.SEND'; mimeType = 'video/mp4'
            share = "/sdcard/Movies/$($Job.job_id).mp4"; extras = @{ account = $Job.account }
        })
        $screen = $Attempt.Driver
        if ($screen.PageSource -match 'account has been suspended') {
            Write-OrchestratorFailure -Category Account -Type suspended
        }
        $screen.WaitForId('caption', 60).SendKeys($Job.caption)
        $screen.FindByText('Post').Click()
        $limit = 60
        if ($Job.caption -eq 'never') { $limit = 2 }
        "$($screen.WaitForText('Your video was posted', $limit).Text) from $phone"
        """;

    [Fact]
    public async Task A_script_posts_through_its_session_and_what_fails_there_is_sorted()
    {
        await using var phones = await VideoPhones.StartAsync(1);
        phones.Stubs[0].App.Suspended.Add("ben");
        phones.Stubs[0].App.Stuck.Add("never");
        var host = new PhoneHost(phones);
        host.Write("video.mp4", "the video");
        host.Write(
            "jobs.csv",
            "job_id,account,video_path,caption\n"
                + "1,anna,video.mp4,\"Größe \"\"XL\"\" $HOME 🎬\"\n2,ben,video.mp4,x\n3,cleo,video.mp4,never\n"
        );
        host.Write(
            "capabilities.json",
            """
            { "AppiumCapability": { "skipServerInstallation": true, "skipDeviceInitialization": true } }
            """
        );

        using var run = await host.StartRunAsync(
            "-ScriptPath",
            host.Write("post.ps1", Script),
            "-ConfigPath",
            Path.Combine(phones.Folder, "capabilities.json"),
            "-MaxPasses",
            "1"
        );
        var end = await run.EndAsync(TestContext.Current.CancellationToken);

        var post = Assert.Single(phones.Posts);
        Assert.Equal(("anna", "Größe \"XL\" $HOME 🎬"), (post.Account, post.Caption));
        Assert.Equal(1, end.ExitCode);
        var history = await host.RunAsync(
            "--command",
            "Get-OrchestratorJob -History -JobsPath $args[0] | ForEach-Object { \"$($_.JobId) $($_.Outcome) $($_.Category) $($_.FailureType)\" }".Replace(
                "$args[0]",
                $"'{host.Jobs}'"
            )
        );
        Assert.Equal(
            ["1 Success", "2 Failed Account suspended", "3 Failed Infrastructure timeout"],
            history.Output.Split(
                '\n',
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
            )
        );
        Assert.Equal(
            $"out | Your video was posted from {phones.Phones[0].Serial}\n",
            await File.ReadAllTextAsync(
                Path.Combine(phones.Folder, "jobs.artifacts", "1", "1", "output.log"),
                TestContext.Current.CancellationToken
            )
        );
        Assert.Contains(
            "post_button",
            await File.ReadAllTextAsync(
                Path.Combine(phones.Folder, "jobs.artifacts", "3", "1", "source.xml"),
                TestContext.Current.CancellationToken
            )
        );
        Assert.DoesNotContain("tcp:6790", await phones.Adb.RunAsync("forward", "--list"));
    }
}
