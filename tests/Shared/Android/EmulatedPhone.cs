using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using RetryOrchestrator.Tests.Network;

namespace RetryOrchestrator.Tests.Android;

/// <summary>
/// A phone on TCP that the real adb program connects to: its adbd in C#, its shell the machine's
/// own <c>/bin/sh</c> with stand-ins for the Android programs, so that quoting meets a real
/// parser. It records what was pushed and run, and fails on demand.
/// </summary>
internal sealed class EmulatedPhone : IAsyncDisposable
{
    private static readonly TimeSpan LetGoWithin = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<DeviceConnection, Task> _connections = new();
    private readonly ConcurrentQueue<PushedFile> _pushed = new();
    private readonly ConcurrentQueue<ShellCall> _shellCalls = new();
    private readonly ConcurrentQueue<byte[]> _installed = new();
    private TcpListener? _listener;
    private Task _accepting = Task.CompletedTask;

    private EmulatedPhone(string model)
    {
        Model = model;
        Files = new PhoneFiles();
        // It comes back on the same port after it was gone.
        Port = TestPorts.Next();
        _listener = Listen(Port);
        _accepting = AcceptAsync(_listener);
    }

    public string Model { get; }

    public int Port { get; }

    /// <summary>What adb calls it.</summary>
    public string Serial => $"127.0.0.1:{Port}";

    /// <summary>Its storage and its programs.</summary>
    public PhoneFiles Files { get; }

    public PhoneMode Mode { get; private set; } = PhoneMode.Online;

    /// <summary>What it says it can do; without <c>shell_v2</c> it is an old phone.</summary>
    public string Features { get; set; } = "shell_v2,cmd,stat_v2,ls_v2,fixed_push_mkdir";

    /// <summary>
    /// Asked first for each command; null leaves it to the shell. Later ones are asked first.
    /// </summary>
    public ConcurrentStack<Func<string, ShellReply?>> Scripts { get; } = new();

    /// <summary>The next push is cut after this many bytes, and the phone is left in the mode.</summary>
    public (int AfterBytes, PhoneMode Into)? DropInPush { get; set; }

    /// <summary>The next pull is cut after its first bytes, and the phone is left in the mode.</summary>
    public PhoneMode? DropInPull { get; set; }

    /// <summary>Called when the first bytes of a push have come; null for nothing.</summary>
    public Func<Task>? OnPush { get; set; }

    /// <summary>Why every push is refused, such as <c>No space left on device</c>; null takes them.</summary>
    public string? PushRefusal { get; set; }

    /// <summary>The next install is cut after this many bytes, and the phone is left in the mode.</summary>
    public (int AfterBytes, PhoneMode Into)? DropInInstall { get; set; }

    /// <summary>Where a port of the phone (the on-device server of a driver, say) really is.</summary>
    public ConcurrentDictionary<int, int> Ports { get; } = new();

    public IReadOnlyList<PushedFile> Pushed => [.. _pushed];

    public IReadOnlyList<ShellCall> ShellCalls => [.. _shellCalls];

    public IReadOnlyList<byte[]> Installed => [.. _installed];

    public string Banner =>
        $"device::ro.product.name=emulated;ro.product.model={Model};ro.product.device=emulated;"
        + $"features={Features}";

    public static EmulatedPhone Start(string model = "Pixel_7") => new(model);

    /// <summary>Changes how it behaves; every connection it has is cut.</summary>
    public void Become(PhoneMode mode)
    {
        Mode = mode;
        if (mode == PhoneMode.Gone)
        {
            _listener?.Dispose();
            _listener = null;
        }
        else if (_listener is null)
        {
            _listener = Listen(Port);
            _accepting = AcceptAsync(_listener);
        }

        foreach (var connection in _connections.Keys)
        {
            connection.Dispose();
        }
    }

    /// <summary>Says nothing any more on the connections it has, as a frozen phone does.</summary>
    public void Freeze() => Mode = PhoneMode.Mute;

    public void Record(PushedFile file) => _pushed.Enqueue(file);

    public void Record(ShellCall call) => _shellCalls.Enqueue(call);

    public void RecordInstall(byte[] package) => _installed.Enqueue(package);

    public async Task ServeAsync(string service, DeviceStream stream, DeviceConnection connection)
    {
        try
        {
            await PhoneServices.ServeAsync(this, service, stream);
        }
        catch (Exception exception)
            when (exception
                    is IOException
                        or ObjectDisposedException
                        or OperationCanceledException
                        or SocketException
            )
        {
            // The stream ended under the service, as it does when a test drops the phone.
        }
    }

    public async ValueTask DisposeAsync()
    {
        Become(PhoneMode.Gone);
        await _accepting;
        await Task.WhenAll(_connections.Values);
        Files.Dispose();
    }

    // When the phone comes back, a program that a test is just starting may still hold the listener
    // that was closed: it has inherited it until it is that program.
    private static TcpListener Listen(int port)
    {
        TcpListener? listener = null;
        var listens = SpinWait.SpinUntil(() => TryListen(port, out listener), LetGoWithin);
        Assert.True(listens, $"Port {port} is in use.");
        return listener!;
    }

    private static bool TryListen(int port, out TcpListener listener)
    {
        listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException exception)
            when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            listener.Dispose();
            return false;
        }
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                Take(await listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception exception)
            when (exception
                    is SocketException
                        or ObjectDisposedException
                        or InvalidOperationException
            )
        {
            // The listener was closed.
        }
    }

    private void Take(TcpClient client)
    {
        DeviceConnection connection;
        try
        {
            connection = new DeviceConnection(this, client);
        }
        catch (InvalidOperationException)
        {
            // It has left already.
            client.Dispose();
            return;
        }

        var running = connection.RunAsync();
        _connections[connection] = running;
        _ = running.ContinueWith(
            _ => _connections.TryRemove(connection, out var _),
            TaskScheduler.Default
        );
        // The phone may have gone between the accepting and this.
        if (Mode == PhoneMode.Gone)
        {
            connection.Dispose();
        }
    }
}
