using System.Net;
using System.Net.Sockets;
using System.Text;
using RetryOrchestrator.Devices.Adb;
using RetryOrchestrator.Devices.Tests.Support;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Tests.Android;
using RetryOrchestrator.Tests.Network;

namespace RetryOrchestrator.Devices.Tests.Adb;

/// <summary>Devices that are not there, not ready or not allowed, under the real adb.</summary>
public sealed class AdbStateTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Devices_are_listed_with_state_and_model()
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var ready = EmulatedPhone.Start("Pixel_7");
        await using var waiting = EmulatedPhone.Start("Galaxy");
        waiting.Become(PhoneMode.Unauthorized);
        await adb.ConnectAsync(ready);
        await adb.RunAsync("connect", waiting.Serial);

        var devices = (await adb.Client().ListAsync(Stop)).Value!;

        Assert.Equal(
            new[]
            {
                new DeviceInfo(ready.Serial, "device", "Pixel_7"),
                new DeviceInfo(waiting.Serial, "unauthorized", null),
            }.OrderBy(device => device.Serial),
            devices.OrderBy(device => device.Serial)
        );
    }

    [Fact]
    public async Task Every_operation_on_an_unknown_device_says_so()
    {
        await using var adb = await AdbSandbox.StartAsync();
        var device = adb.Client().Device("unknown-1");
        var file = Path.Combine(adb.Folder, "a.apk");
        await File.WriteAllTextAsync(file, "x", Stop);

        FailureEvidence?[] failures =
        [
            (await device.PushAsync(file, "/sdcard/a", Stop)).Failure,
            (await device.PullAsync("/sdcard/a", file + ".back", Stop)).Failure,
            (await device.InstallAsync(file, stop: Stop)).Failure,
            (await device.ShellAsync(["am"], stop: Stop)).Failure,
            (await device.GetStateAsync(Stop)).Failure,
            (await device.ProbeAsync(Stop)).Failure,
            (await device.TakeScreenshotAsync(file + ".png", Stop)).Failure,
            (await device.ReconnectAsync(TimeSpan.FromSeconds(1), Stop)).Failure,
        ];

        Assert.All(failures, failure => Assert.Equal("device_not_found", failure?.DeclaredType));
        Assert.Equal(["a.apk"], Directory.GetFiles(adb.Folder, "a.apk*").Select(Path.GetFileName));
    }

    [Fact]
    public async Task An_unauthorized_phone_is_told_apart_in_every_operation()
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start();
        phone.Become(PhoneMode.Unauthorized);
        var client = adb.Client();
        var device = client.Device(phone.Serial);
        var file = Path.Combine(adb.Folder, "a.apk");
        await File.WriteAllTextAsync(file, "x", Stop);

        FailureEvidence?[] failures =
        [
            (await client.ConnectAsync(phone.Serial, Stop)).Failure,
            (await device.PushAsync(file, "/sdcard/a", Stop)).Failure,
            (await device.ShellAsync(["am"], stop: Stop)).Failure,
            (await device.ProbeAsync(Stop)).Failure,
        ];

        Assert.All(failures, failure => Assert.Equal("device_unauthorized", failure?.DeclaredType));
    }

    [Fact]
    public async Task An_offline_phone_is_told_apart_although_adb_says_it_is_connected()
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start();
        var client = adb.Client();
        await adb.ConnectAsync(phone);
        phone.Become(PhoneMode.Mute);
        await WaitUntilAsync(async () =>
            (await client.ListAsync(Stop)).Value!.Any(device => device.State == "offline")
        );
        var device = client.Device(phone.Serial);

        FailureEvidence?[] failures =
        [
            (await client.ConnectAsync(phone.Serial, Stop)).Failure,
            (await device.ShellAsync(["am"], stop: Stop)).Failure,
            (await device.PushAsync(adb.Program, "/sdcard/a", Stop)).Failure,
            (await device.ProbeAsync(Stop)).Failure,
        ];

        Assert.All(failures, failure => Assert.Equal("device_offline", failure?.DeclaredType));
    }

    [Fact]
    public async Task Connecting_to_nothing_is_a_failure_although_adb_exits_with_0()
    {
        await using var adb = await AdbSandbox.StartAsync();
        var client = adb.Client();

        var refused = await client.ConnectAsync($"127.0.0.1:{TestPorts.Next()}", Stop);
        var nowhere = await client.ConnectAsync("no-such-host.invalid:5555", Stop);

        Assert.Equal("device_not_found", refused.Failure?.DeclaredType);
        Assert.Contains("Connection refused", refused.Failure?.Message);
        Assert.Equal("device_not_found", nowhere.Failure?.DeclaredType);
    }

    [Fact]
    public async Task A_mute_address_ends_the_connecting_in_time()
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start();
        phone.Become(PhoneMode.Mute);
        var client = adb.Client(new AdbLimits { Connect = TimeSpan.FromSeconds(1) });

        var result = await client.ConnectAsync(phone.Serial, Stop);

        Assert.Equal("adb_timeout", result.Failure?.DeclaredType);
    }

    [Fact]
    public async Task A_phone_that_has_not_booted_is_not_ready()
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start();
        phone.Files.AddProgram("getprop", "#!/bin/sh\necho\n");
        await adb.ConnectAsync(phone);

        var result = await adb.Client().Device(phone.Serial).ProbeAsync(Stop);

        Assert.Equal("device_not_ready", result.Failure?.DeclaredType);
    }

    [Fact]
    public async Task Waiting_for_a_device_that_never_comes_ends_in_time()
    {
        await using var adb = await AdbSandbox.StartAsync();

        var result = await adb.Client()
            .Device("unknown-1")
            .WaitForAsync("device", TimeSpan.FromMilliseconds(300), Stop);

        Assert.Equal("device_not_found", result.Failure?.DeclaredType);
    }

    [Fact]
    public async Task Another_service_on_the_servers_port_is_the_servers_fault()
    {
        var adb = AdbSandbox.WithoutServer();
        using var web = new TcpListener(IPAddress.Loopback, adb.ServerPort);
        web.Start();
        var answering = Task.Run(
            async () =>
            {
                while (true)
                {
                    using var client = await web.AcceptTcpClientAsync(Stop);
                    await client
                        .GetStream()
                        .WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), Stop);
                }
            },
            Stop
        );

        var result = await adb.Client().Device("X").ShellAsync(["am"], stop: Stop);

        Assert.Equal("adb_server", result.Failure?.DeclaredType);
        web.Stop();
        await Assert.ThrowsAnyAsync<Exception>(() => answering);
        Directory.Delete(adb.Folder, recursive: true);
    }

    [Fact]
    public async Task A_server_of_another_version_is_the_servers_fault()
    {
        await using var adb = AdbSandbox.WithoutServer();
        using var old = new TcpListener(IPAddress.Loopback, adb.ServerPort);
        old.Start();
        var answering = Task.Run(
            async () =>
            {
                // "What version are you?" - "32", and then, on "host:kill", it is gone.
                while (true)
                {
                    using var client = await old.AcceptTcpClientAsync(Stop);
                    var request = new byte[64];
                    var length = await client.GetStream().ReadAsync(request, Stop);
                    var text = Encoding.ASCII.GetString(request, 0, length);
                    if (text.Contains("host:kill"))
                    {
                        old.Stop();
                        await client.GetStream().WriteAsync("OKAY"u8.ToArray(), Stop);
                        return;
                    }

                    await client.GetStream().WriteAsync("OKAY00040020"u8.ToArray(), Stop);
                }
            },
            Stop
        );

        var result = await adb.Client().Device("X").ShellAsync(["am"], stop: Stop);

        await answering;
        Assert.Equal("adb_server", result.Failure?.DeclaredType);
    }

    [Fact]
    public void The_list_of_devices_is_read_whatever_adb_adds()
    {
        var devices = DeviceInfo.Parse(
            """
            * daemon not running; starting now at tcp:5037
            * daemon started successfully
            List of devices attached
            R5CT10 device usb:1-1 product:a model:SM_G991B device:o1s transport_id:3
            0123 no permissions (user in plugdev group; are your udev rules wrong?); see [http://developer.android.com]
            0124 no permissions; see [http://developer.android.com] usb:1-2 transport_id:1
            emulator-5554          offline transport_id:9

            """
        );

        Assert.Equal(
            [
                new DeviceInfo("R5CT10", "device", "SM_G991B"),
                new DeviceInfo("0123", "no permissions", null),
                new DeviceInfo("0124", "no permissions", null),
                new DeviceInfo("emulator-5554", "offline", null),
            ],
            devices
        );
    }

    [Fact]
    public async Task A_mute_service_on_the_servers_port_ends_in_time()
    {
        var adb = AdbSandbox.WithoutServer();
        using var mute = new TcpListener(IPAddress.Loopback, adb.ServerPort);
        mute.Start();
        var client = adb.Client(new AdbLimits { Server = TimeSpan.FromMilliseconds(300) });

        var result = await client.ListAsync(Stop);

        Assert.Equal("adb_timeout", result.Failure?.DeclaredType);
        Directory.Delete(adb.Folder, recursive: true);
    }

    [Fact]
    public async Task A_program_that_cannot_be_started_says_how_to_install_it()
    {
        var client = new AdbClient(new AdbOptions { Program = "/nowhere/adb" });

        var result = await client.ListAsync(Stop);

        Assert.Equal("adb_server", result.Failure?.DeclaredType);
        Assert.Contains("apt-get install adb", result.Failure?.Message);
    }

    // Asks adb again and again; each question takes some milliseconds of a real program.
    private static async Task WaitUntilAsync(Func<Task<bool>> condition)
    {
        while (!await condition())
        {
            Stop.ThrowIfCancellationRequested();
        }
    }
}
