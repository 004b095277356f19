using RetryOrchestrator.Tests.Android;

namespace RetryOrchestrator.Module.Tests.Commands;

public sealed class GetOrchestratorDeviceTests
{
    [Fact]
    public async Task Devices_are_listed_as_adb_shows_them()
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start("Galaxy");
        await using var waiting = EmulatedPhone.Start();
        waiting.Become(PhoneMode.Unauthorized);
        await adb.ConnectAsync(phone);
        await adb.RunAsync("connect", waiting.Serial);
        using var module = new ModuleRunspace();

        // A live run elsewhere on this machine, such as another test's, has its devices listed too.
        var all = module.Run(
            "Get-OrchestratorDevice -AdbPath $args[0] | Where-Object Serial -in $args[1, 2] | ForEach-Object { \"$($_.Serial) $($_.State) $($_.Model) $($_.Health)\" }",
            adb.Wrapper(),
            phone.Serial,
            waiting.Serial
        );
        var one = module.Run(
            "Get-OrchestratorDevice $args[1] -AdbPath $args[0]",
            adb.Wrapper(),
            phone.Serial
        );

        Assert.Equal(
            new[]
            {
                $"{phone.Serial} device Galaxy Healthy",
                $"{waiting.Serial} unauthorized  Unavailable",
            }.Order(),
            all.Output.Select(line => $"{line}").Order()
        );
        Assert.Equal(phone.Serial, one[0, "Serial"]);
        Assert.Single(one.Output);
    }

    [Fact]
    public async Task A_device_that_is_not_there_is_an_error_that_names_it()
    {
        await using var adb = await AdbSandbox.StartAsync();
        using var module = new ModuleRunspace();

        var result = module.Run(
            "Get-OrchestratorDevice none-1, any* -AdbPath $args[0]",
            adb.Wrapper()
        );

        Assert.StartsWith("DeviceNotFound,", result.Error.FullyQualifiedErrorId);
        Assert.Equal("none-1", result.Error.TargetObject);
    }

    [Theory]
    [InlineData("'A B'", "-Device: 'A␣B' is no serial: it has a blank inside.")]
    [InlineData("any*, \"A`tB\"", "-Device: 'A<U+0009>B' is no serial: it has a tab inside.")]
    public void A_serial_with_a_blank_inside_is_refused_as_a_run_refuses_it(
        string device,
        string said
    )
    {
        using var module = new ModuleRunspace();

        var result = module.Run($"Get-OrchestratorDevice {device} -AdbPath ./no-such-adb");

        Assert.StartsWith("InvalidSerial,", result.Error.FullyQualifiedErrorId);
        Assert.Contains(said, $"{result.Error}");
    }

    [Fact]
    public void Without_adb_the_error_says_how_to_install_it()
    {
        using var module = new ModuleRunspace();

        var result = module.Run("Get-OrchestratorDevice -AdbPath ./no-such-adb");

        Assert.StartsWith("AdbNotFound,", result.Error.FullyQualifiedErrorId);
        Assert.Contains("apt-get install adb", $"{result.Error}");
    }
}
