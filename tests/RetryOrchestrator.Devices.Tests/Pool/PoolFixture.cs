using System.Collections.Concurrent;
using RetryOrchestrator.Devices.Adb;
using RetryOrchestrator.Devices.Pool;
using RetryOrchestrator.Devices.Tests.Support;
using RetryOrchestrator.Tests.Android;

namespace RetryOrchestrator.Devices.Tests.Pool;

/// <summary>Phones under adb, connected, and pools of them that share one folder of locks.</summary>
internal sealed class PoolFixture : IAsyncDisposable
{
    private readonly List<DevicePool> _pools = [];

    private PoolFixture(AdbSandbox adb, EmulatedPhone[] phones)
    {
        Adb = adb;
        Phones = phones;
    }

    public AdbSandbox Adb { get; }

    public EmulatedPhone[] Phones { get; }

    public EmulatedPhone Phone => Phones[0];

    /// <summary>What the pools announced.</summary>
    public ConcurrentQueue<string> News { get; } = new();

    public string LockFolder => Path.Combine(Adb.Folder, "locks");

    /// <summary>Told of every call of adb; set it before a pool is opened.</summary>
    public Action<AdbCall>? OnCall { get; set; }

    public AdbClient Client => Adb.Client(onCall: OnCall);

    public static async Task<PoolFixture> StartAsync(int phones)
    {
        var adb = await AdbSandbox.StartAsync();
        var started = Enumerable.Range(0, phones).Select(_ => EmulatedPhone.Start()).ToArray();
        foreach (var phone in started)
        {
            await adb.ConnectAsync(phone);
        }

        return new PoolFixture(adb, started);
    }

    public async Task<DevicePool> OpenAsync(
        Func<DevicePoolOptions, DevicePoolOptions>? change = null
    )
    {
        var options = new DevicePoolOptions
        {
            Folder = LockFolder,
            PollInterval = TimeSpan.FromMilliseconds(50),
            ReconnectTimeout = TimeSpan.FromSeconds(2),
            Announce = news =>
            {
                News.Enqueue(news);
                return ValueTask.CompletedTask;
            },
        };
        var opened = await DevicePool.OpenAsync(
            Client,
            change?.Invoke(options) ?? options,
            TestContext.Current.CancellationToken
        );
        Assert.Null(opened.Failure);
        _pools.Add(opened.Value!);
        return opened.Value!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var pool in _pools)
        {
            await pool.DisposeAsync();
        }

        foreach (var phone in Phones)
        {
            await phone.DisposeAsync();
        }

        await Adb.DisposeAsync();
    }
}
