using RetryOrchestrator.Devices.Adb;
using RetryOrchestrator.Devices.Tests.Support;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Tests.Android;

namespace RetryOrchestrator.Devices.Tests.Adb;

/// <summary>Phones and servers lost at the worst moments, under the real adb.</summary>
public sealed class AdbLossTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("shell_v2,cmd,stat_v2", "")]
    [InlineData("shell_v2,cmd,stat_v2", "part of the output\n")]
    [InlineData("cmd", "part of the output\n")]
    public async Task A_phone_lost_in_a_shell_command_is_no_success(string features, string output)
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start();
        phone.Features = features;
        phone.Scripts.Push(_ => new ShellReply(output) { DropInto = PhoneMode.Gone });
        await adb.ConnectAsync(phone);

        var result = await adb.Client()
            .Device(phone.Serial)
            .ShellAsync(["am", "start"], stop: Stop);

        AssertFailed(result.Failure, "connection_dropped");
    }

    [Fact]
    public async Task A_phone_lost_in_a_push_is_infrastructure()
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start();
        phone.DropInPush = (100_000, PhoneMode.Gone);
        await adb.ConnectAsync(phone);

        var result = await adb.Client()
            .Device(phone.Serial)
            .PushAsync(await LocalFileAsync(adb), "/sdcard/clip.mp4", Stop);

        AssertFailed(result.Failure, "connection_dropped");
        Assert.Empty(phone.Pushed);
    }

    [Fact]
    public async Task A_phone_lost_in_a_pull_is_infrastructure_and_half_a_file_is_not_left()
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start();
        await adb.ConnectAsync(phone);
        var device = adb.Client().Device(phone.Serial);
        Assert.Null(
            (await device.PushAsync(await LocalFileAsync(adb), "/sdcard/clip", Stop)).Failure
        );
        phone.DropInPull = PhoneMode.Gone;
        var back = Path.Combine(adb.Folder, "back");

        var result = await device.PullAsync("/sdcard/clip", back, Stop);

        AssertFailed(result.Failure, "connection_dropped");
        Assert.Empty(Directory.GetFiles(adb.Folder, "back*"));
    }

    [Fact]
    public async Task A_phone_lost_in_an_install_is_infrastructure()
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start();
        phone.DropInInstall = (100_000, PhoneMode.Gone);
        await adb.ConnectAsync(phone);

        var result = await adb.Client()
            .Device(phone.Serial)
            .InstallAsync(await LocalFileAsync(adb), stop: Stop);

        AssertFailed(result.Failure, "connection_dropped");
        Assert.Empty(phone.Installed);
    }

    [Fact]
    public async Task A_server_killed_in_a_shell_command_is_no_success()
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start();
        await adb.ConnectAsync(phone);
        var asked = new TaskCompletionSource();
        phone.Scripts.Push(_ =>
        {
            asked.TrySetResult();
            return new ShellReply("begun\n") { Hang = true };
        });

        var running = adb.Client()
            .Device(phone.Serial)
            .ShellAsync(["am", "start"], TimeSpan.FromSeconds(5), Stop);
        await asked.Task.WaitAsync(Stop);
        await adb.KillServerAsync();

        // How far adb has come by then is a matter of microseconds; now and then it even hangs.
        AssertFailed((await running).Failure, "connection_dropped", "adb_server", "adb_timeout");
    }

    [Fact]
    public async Task A_server_killed_in_a_push_is_infrastructure()
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start();
        await adb.ConnectAsync(phone);
        phone.OnPush = adb.KillServerAsync;

        var result = await adb.Client()
            .Device(phone.Serial)
            .PushAsync(await LocalFileAsync(adb), "/sdcard/clip.mp4", Stop);

        AssertFailed(result.Failure, "connection_dropped", "adb_server");
        Assert.Empty(phone.Pushed);
    }

    [Fact]
    public async Task After_a_restart_of_the_server_a_reconnect_brings_the_phone_back()
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start();
        await adb.ConnectAsync(phone);
        var device = adb.Client().Device(phone.Serial);
        await adb.KillServerAsync();

        AssertFailed((await device.ProbeAsync(Stop)).Failure, "device_not_found");
        Assert.Null((await device.ReconnectAsync(TimeSpan.FromSeconds(5), Stop)).Failure);
        Assert.Null((await device.ProbeAsync(Stop)).Failure);
    }

    [Fact]
    public async Task A_hung_command_is_killed_at_its_time_limit()
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start();
        phone.Scripts.Push(_ => new ShellReply("begun\n") { Hang = true });
        await adb.ConnectAsync(phone);

        var result = await adb.Client()
            .Device(phone.Serial)
            .ShellAsync(["am", "start"], TimeSpan.FromMilliseconds(300), Stop);

        AssertFailed(result.Failure, "adb_timeout");
    }

    [Fact]
    public async Task A_call_never_waits_for_what_its_caller_might_be_typed()
    {
        await using var adb = await AdbSandbox.StartAsync();
        var reading = Path.Combine(adb.Folder, "reads-its-input");
        await File.WriteAllTextAsync(reading, "#!/bin/sh\nexec wc -c\n", Stop);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(reading, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var call = await new AdbClient(new AdbOptions { Program = reading }).CallAsync(
            ["shell"],
            TimeSpan.FromSeconds(60),
            Stop
        );

        Assert.Equal((AdbCallEnd.Exited, "0"), (call.End, call.OutputText.Trim()));
    }

    [Fact]
    public async Task A_call_is_killed_when_its_caller_stops()
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start();
        await adb.ConnectAsync(phone);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        phone.Scripts.Push(_ =>
        {
            stop.Cancel();
            return new ShellReply { Hang = true };
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            adb.Client().Device(phone.Serial).ShellAsync(["am", "start"], stop: stop.Token)
        );
    }

    [Fact]
    public async Task A_full_phone_is_infrastructure()
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start();
        phone.PushRefusal = "No space left on device";
        await adb.ConnectAsync(phone);

        var result = await adb.Client()
            .Device(phone.Serial)
            .PushAsync(await LocalFileAsync(adb), "/sdcard/clip.mp4", Stop);

        AssertFailed(result.Failure, "device_storage_full");
    }

    private static void AssertFailed(FailureEvidence? failure, params string[] types)
    {
        Assert.NotNull(failure);
        Assert.True(
            failure is { DeclaredCategory: FailureCategory.Infrastructure }
                && types.Contains(failure.DeclaredType),
            $"Not {string.Join(" or ", types)}: {failure}"
        );
    }

    private static async Task<string> LocalFileAsync(AdbSandbox adb)
    {
        var file = Path.Combine(adb.Folder, "clip.apk");
        await File.WriteAllBytesAsync(file, new byte[3_000_000], Stop);
        return file;
    }
}
