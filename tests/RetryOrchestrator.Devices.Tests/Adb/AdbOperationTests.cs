using RetryOrchestrator.Devices.Adb;
using RetryOrchestrator.Devices.Tests.Support;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Tests.Android;

namespace RetryOrchestrator.Devices.Tests.Adb;

/// <summary>What a phone is asked to do, as it arrives there through the real adb.</summary>
public sealed class AdbOperationTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_go_to_the_phone_and_back_unchanged()
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start();
        await adb.ConnectAsync(phone);
        var device = adb.Client().Device(phone.Serial);
        var local = Path.Combine(adb.Folder, "it's a clip ß.mp4");
        var content = Enumerable.Range(0, 500_000).Select(i => (byte)(i * 7)).ToArray();
        await File.WriteAllBytesAsync(local, content, Stop);

        Assert.Null((await device.PushAsync(local, "/sdcard/Movies/a b'ß.mp4", Stop)).Failure);
        Assert.Null(
            (await device.PullAsync("/sdcard/Movies/a b'ß.mp4", local + ".back", Stop)).Failure
        );

        Assert.Equal("/sdcard/Movies/a b'ß.mp4", Assert.Single(phone.Pushed).Path);
        Assert.Equal(content, await File.ReadAllBytesAsync(local + ".back", Stop));
    }

    [Fact]
    public async Task A_missing_file_is_the_jobs_fault_here_and_unknown_there()
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start();
        await adb.ConnectAsync(phone);
        var device = adb.Client().Device(phone.Serial);

        var here = await device.PushAsync("/no/such/clip.mp4", "/sdcard/a", Stop);
        var there = await device.PullAsync("/sdcard/none", Path.Combine(adb.Folder, "none"), Stop);

        Assert.Equal(
            (FailureCategory.Input, "file_missing"),
            (here.Failure?.DeclaredCategory, here.Failure?.DeclaredType)
        );
        Assert.Equal("remote_file_missing", there.Failure?.DeclaredType);
        Assert.False(File.Exists(Path.Combine(adb.Folder, "none")));
    }

    [Fact]
    public async Task An_intent_arrives_with_its_extras()
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start();
        await adb.ConnectAsync(phone);

        var result = await adb.Client()
            .Device(phone.Serial)
            .StartActivityAsync(
                new DeviceIntent
                {
                    Action = "android.intent.action.SEND",
                    Type = "video/mp4",
                    Component = "org.example/.Share$Main",
                    Flags = 0x10000000,
                    GrantReadUri = true,
                    Extras =
                    [
                        IntentExtra.Text("android.intent.extra.TEXT", "50% 'off' $now\n🎉"),
                        IntentExtra.Uri("android.intent.extra.STREAM", "file:///sdcard/a b.mp4"),
                        IntentExtra.Boolean("draft", false),
                        IntentExtra.Integer("n", -1),
                    ],
                },
                Stop
            );

        Assert.Null(result.Failure);
        Assert.Equal(
            [
                "am",
                "start",
                "-W",
                "-a",
                "android.intent.action.SEND",
                "-t",
                "video/mp4",
                "-n",
                "org.example/.Share$Main",
                "-f",
                "0x10000000",
                "--es",
                "android.intent.extra.TEXT",
                "50% 'off' $now\n🎉",
                "--eu",
                "android.intent.extra.STREAM",
                "file:///sdcard/a b.mp4",
                "--ez",
                "draft",
                "false",
                "--ei",
                "n",
                "-1",
                "--grant-read-uri-permission",
            ],
            phone.ShellCalls.Single().Calls.Single()
        );
    }

    [Fact]
    public async Task An_activity_that_does_not_start_is_a_failure_although_am_exits_with_0()
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start();
        phone.Files.AddProgram(
            "am",
            "#!/bin/sh\necho 'Error: Activity not started, unable to resolve Intent { }'\n"
        );
        await adb.ConnectAsync(phone);

        var result = await adb.Client()
            .Device(phone.Serial)
            .StartActivityAsync(new DeviceIntent { Component = "no/.Such" }, Stop);

        Assert.Equal("activity_not_started", result.Failure?.DeclaredType);
    }

    [Fact]
    public async Task Text_is_typed_key_by_key_and_what_cannot_be_typed_is_refused_whole()
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start();
        await adb.ConnectAsync(phone);
        var device = adb.Client().Device(phone.Serial);

        var typed = await device.InputTextAsync("it's 100%sure\n$(x)\tend", Stop);
        var refused = await device.InputTextAsync("hello 🎉", Stop);

        Assert.Null(typed.Failure);
        Assert.Equal("untypable_text", refused.Failure?.DeclaredType);
        Assert.Equal(
            [
                ["input", "text", "it's%s100%"],
                ["input", "text", "sure"],
                ["input", "keyevent", "66"],
                ["input", "text", "$(x)"],
                ["input", "keyevent", "61"],
                ["input", "text", "end"],
            ],
            phone.ShellCalls.Select(call => call.Calls.Single())
        );
    }

    [Fact]
    public async Task A_screenshot_is_saved_whole_or_not_at_all()
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start();
        await adb.ConnectAsync(phone);
        var device = adb.Client().Device(phone.Serial);
        var file = Path.Combine(adb.Folder, "attempt", "screen.png");

        Assert.Null((await device.TakeScreenshotAsync(file, Stop)).Failure);
        Assert.Equal(PhoneFiles.SmallestPng, await File.ReadAllBytesAsync(file, Stop));

        File.Delete(file);
        await File.WriteAllBytesAsync(phone.Files.ScreenFile, PhoneFiles.SmallestPng[..20], Stop);
        Assert.NotNull((await device.TakeScreenshotAsync(file, Stop)).Failure);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task Every_call_is_told_with_its_duration_and_outcome()
    {
        var calls = new List<AdbCall>();
        await using var adb = await AdbSandbox.StartAsync();
        await adb.Client(onCall: calls.Add).ListAsync(Stop);

        var call = Assert.Single(calls);
        Assert.Equal(("devices", 0), (call.Verb, call.ExitCode));
        Assert.True(call.Duration > TimeSpan.Zero);
    }
}
