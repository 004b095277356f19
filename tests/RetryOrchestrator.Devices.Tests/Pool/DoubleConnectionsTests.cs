using RetryOrchestrator.Devices.Adb;
using RetryOrchestrator.Devices.Pool;

namespace RetryOrchestrator.Devices.Tests.Pool;

/// <summary>Phones that adb shows twice.</summary>
public sealed class DoubleConnectionsTests : IDisposable
{
    private const string Network = "192.168.1.20:5555";

    private readonly string _folder = Directory.CreateTempSubdirectory("doubles-").FullName;

    [Theory]
    [InlineData("adb-28151FDH3000XY-pq1r2s._adb-tls-connect._tcp", "28151FDH3000XY")]
    [InlineData("adb-A-B-pq1r2s._adb-tls-connect._tcp", "A-B")]
    [InlineData("127.0.0.1:5555", "emulator-5554")]
    [InlineData("localhost:5557", "emulator-5556")]
    [InlineData("192.168.1.20:5555", null)]
    [InlineData("28151FDH3000XY", null)]
    public void Some_serials_tell_the_other_one(string serial, string? other) =>
        Assert.Equal(other, DoubleConnections.BySerial(serial));

    [Theory]
    [InlineData("28151FDH3000XY", true)]
    [InlineData("another", false)]
    [InlineData("", false)]
    public async Task A_phone_on_the_network_is_the_one_on_the_cable_whose_number_it_has(
        string number,
        bool same
    )
    {
        var found = await FindAsync(number, "28151FDH3000XY", Network);

        Assert.Equal(same ? [(Network, "28151FDH3000XY")] : [], Pairs(found));
    }

    [Fact]
    public async Task Where_all_are_on_the_network_nothing_is_asked_and_clones_stay_apart()
    {
        var found = await FindAsync("0123456789ABCDEF", Network, "192.168.1.21:5555");

        Assert.Empty(found);
        Assert.False(File.Exists(Path.Combine(_folder, "asked")));
    }

    [Fact]
    public void A_pool_has_such_a_phone_once_by_the_cable_and_says_so_once()
    {
        var state = new PoolState(new DevicePoolOptions(), TimeProvider.System);
        DeviceInfo[] shown = [Ready("CABLE"), Ready(Network), Ready("192.168.1.21:5555")];
        var doubles = new Dictionary<string, string> { [Network] = "CABLE" };

        var news = state.Discovered(shown, doubles, 1);

        Assert.Equal(
            [$"Device {Network} and device CABLE are one phone: it gets one job at a time."],
            news
        );
        Assert.Equal(["CABLE", "192.168.1.21:5555"], state.Known);
        Assert.Equal([Network, "CABLE"], state.SerialsOf(Network));
        Assert.Empty(state.Discovered(shown, doubles, 2));

        // The cable is pulled.
        state.Discovered(shown[1..], new Dictionary<string, string>(), 3);
        Assert.Contains(Network, state.Known);
        Assert.Equal([Network], state.SerialsOf(Network));
    }

    [Fact]
    public void Named_by_both_serials_it_still_counts_once()
    {
        var state = new PoolState(
            new DevicePoolOptions { Devices = ["CABLE", Network] },
            TimeProvider.System
        );

        state.Discovered(
            [Ready("CABLE"), Ready(Network)],
            new Dictionary<string, string> { [Network] = "CABLE" },
            1
        );

        Assert.Equal(1, state.Phones);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static DeviceInfo Ready(string serial) => new(serial, DeviceInfo.Ready, null);

    private static IEnumerable<(string, string)> Pairs(IReadOnlyDictionary<string, string> found) =>
        found.Select(pair => (pair.Key, pair.Value));

    // No cable can be emulated: this adb answers what a phone would.
    private async Task<IReadOnlyDictionary<string, string>> FindAsync(
        string number,
        params string[] serials
    )
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "NOT TESTED: this adb is a shell script.");
        var program = Path.Combine(_folder, "adb");
        await File.WriteAllTextAsync(
            program,
            $$"""
            #!/bin/sh
            touch '{{_folder}}/asked'
            getprop() { echo '{{number}}'; }
            for line; do :; done
            eval "$line"

            """,
            TestContext.Current.CancellationToken
        );
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return await DoubleConnections.FindAsync(
            new AdbClient(new AdbOptions { Program = program }),
            serials.Select(Ready).ToList(),
            TestContext.Current.CancellationToken
        );
    }
}
