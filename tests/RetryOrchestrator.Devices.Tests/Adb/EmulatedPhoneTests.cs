using RetryOrchestrator.Tests.Android;

namespace RetryOrchestrator.Devices.Tests.Adb;

/// <summary>The emulated phone under the real adb: what all other tests stand on.</summary>
public sealed class EmulatedPhoneTests
{
    [Fact]
    public async Task The_real_adb_takes_an_emulated_phone_for_a_phone()
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start();
        await adb.ConnectAsync(phone);
        var local = Path.Combine(adb.Folder, "clip.apk");
        var content = new byte[700_000];
        new Random(1).NextBytes(content);
        await File.WriteAllBytesAsync(local, content, TestContext.Current.CancellationToken);

        Assert.Contains("model:Pixel_7", await adb.RunAsync("devices", "-l"));
        Assert.Equal(
            "hi there\n",
            await adb.RunAsync("-s", phone.Serial, "shell", "echo hi there")
        );
        await adb.RunAsync("-s", phone.Serial, "push", local, "/sdcard/clip.mp4");
        await adb.RunAsync("-s", phone.Serial, "pull", "/sdcard/clip.mp4", local + ".back");
        Assert.Contains("Success", await adb.RunAsync("-s", phone.Serial, "install", local));

        Assert.Equal(content, Assert.Single(phone.Pushed).Content);
        Assert.Equal(content, Assert.Single(phone.Installed));
        Assert.Equal(
            content,
            await File.ReadAllBytesAsync(local + ".back", TestContext.Current.CancellationToken)
        );
    }
}
