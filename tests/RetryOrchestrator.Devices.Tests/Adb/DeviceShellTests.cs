using RetryOrchestrator.Devices.Adb;
using RetryOrchestrator.Devices.Tests.Support;
using RetryOrchestrator.Tests.Android;

namespace RetryOrchestrator.Devices.Tests.Adb;

/// <summary>Text for the device's shell, through the real adb and a real shell.</summary>
public sealed class DeviceShellTests
{
    private static readonly string[] Captions =
    [
        "plain",
        "two words",
        "",
        " ",
        "it's \"quoted\"",
        "'''",
        "$HOME ${HOME} $(touch /tmp/ran) `touch /tmp/ran`",
        "a\nb\r\nc\td",
        "\n",
        "🎉 Füße 日本 \u200d👩‍👩‍👧",
        "back\\slash \\n \\",
        "; reboot & | > /x < /y # * ? [a] {b,c} ~ !",
        "-n --help",
        "%s %d %%",
        "__adb_1:0",
    ];

    [Theory]
    [InlineData("shell_v2,cmd,stat_v2")]
    [InlineData("cmd")]
    public async Task A_caption_arrives_exactly_and_never_runs(string features)
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start();
        phone.Features = features;
        await adb.ConnectAsync(phone);
        var device = adb.Client().Device(phone.Serial);

        var result = await device.ShellAsync(
            ["caption", .. Captions],
            stop: TestContext.Current.CancellationToken
        );

        Assert.Equal(0, result.Value?.ExitCode);
        var shell = Assert.Single(phone.ShellCalls);
        Assert.Equal(["caption", .. Captions], Assert.Single(shell.Calls));
    }

    [Theory]
    [InlineData("shell_v2,cmd,stat_v2")]
    [InlineData("cmd")]
    public async Task The_exit_code_and_the_output_are_the_commands_own(string features)
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start();
        phone.Features = features;
        await adb.ConnectAsync(phone);
        var device = adb.Client().Device(phone.Serial);

        var failed = await device.ShellAsync(
            ["sh", "-c", "printf 'no line end'; exit 7"],
            stop: TestContext.Current.CancellationToken
        );
        var refused = await device.RunAsync(
            ["sh", "-c", "echo first; echo the reason; exit 7"],
            stop: TestContext.Current.CancellationToken
        );

        Assert.Equal((7, "no line end"), (failed.Value!.ExitCode, failed.Value.Output));
        Assert.Equal(7, refused.Failure?.ExitCode);
        Assert.Contains("the reason", refused.Failure?.Message);
        Assert.Null(refused.Failure?.DeclaredCategory);
    }

    [Fact]
    public void An_output_without_the_sentinel_whole_at_its_end_is_no_result()
    {
        Assert.False(DeviceShell.TryRead("", "mark:", out _, out _));
        Assert.False(DeviceShell.TryRead("text\n", "mark:", out _, out _));
        Assert.False(DeviceShell.TryRead("text\nmark:", "mark:", out _, out _));
        Assert.False(DeviceShell.TryRead("text\nmark:1", "mark:", out _, out _));
        Assert.False(DeviceShell.TryRead("mark:0\nmore text\n", "mark:", out _, out _));
        Assert.True(
            DeviceShell.TryRead("mark:9\ntextmark:0\r\n", "mark:", out var output, out var code)
        );
        Assert.Equal(("mark:9\ntext", 0), (output, code));
    }

    [Fact]
    public async Task A_zero_character_is_refused_as_the_jobs_fault()
    {
        var device = new AdbClient(new AdbOptions { Program = "never-called" }).Device("X");

        var result = await device.ShellAsync(
            ["caption", "a\0b"],
            stop: TestContext.Current.CancellationToken
        );

        Assert.Equal("invalid_text", result.Failure?.DeclaredType);
    }
}
