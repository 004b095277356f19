using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace RetryOrchestrator.Tests.Android;

/// <summary>The adb server's one connection to an emulated phone, and the streams within it.</summary>
internal sealed class DeviceConnection : IDisposable
{
    private const uint PublicKey = 3;

    private readonly EmulatedPhone _phone;
    private readonly TcpClient _client;
    private readonly NetworkStream _stream;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<uint, DeviceStream> _streams = new();
    private uint _lastLocalId;

    public DeviceConnection(EmulatedPhone phone, TcpClient client)
    {
        _phone = phone;
        _client = client;
        _client.NoDelay = true;
        _stream = client.GetStream();
    }

    public async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await HandleAsync(await AdbMessage.ReadAsync(_stream, _stop.Token));
            }
        }
        catch (Exception exception)
            when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The other side left, or the phone was told to drop it.
        }
        finally
        {
            Dispose();
        }
    }

    public async Task SendAsync(uint command, uint arg0, uint arg1, byte[] data)
    {
        await _sending.WaitAsync(_stop.Token);
        try
        {
            await _stream.WriteAsync(
                new AdbMessage(command, arg0, arg1, data).ToBytes(),
                _stop.Token
            );
        }
        finally
        {
            _sending.Release();
        }
    }

    public void Remove(DeviceStream stream) => _streams.TryRemove(stream.LocalId, out _);

    /// <summary>Cuts the connection as a pulled cable does: nothing is said.</summary>
    public void Dispose()
    {
        if (!_stop.IsCancellationRequested)
        {
            _stop.Cancel();
            _client.Dispose();
            foreach (var stream in _streams.Values)
            {
                stream.EndInput();
            }
        }
    }

    private async Task HandleAsync(AdbMessage message)
    {
        switch (message.Command)
        {
            case AdbMessage.Connect when _phone.Mode == PhoneMode.Unauthorized:
            case AdbMessage.Auth when message.Arg0 != PublicKey:
                // Each signature is refused; after the public key the owner would be asked.
                await SendAsync(AdbMessage.Auth, 1, 0, new byte[20]);
                break;
            case AdbMessage.Connect when _phone.Mode == PhoneMode.Online:
                await SendAsync(
                    AdbMessage.Connect,
                    AdbMessage.Version,
                    AdbMessage.MaxPayload,
                    Encoding.UTF8.GetBytes(_phone.Banner)
                );
                break;
            case AdbMessage.Open when _phone.Mode == PhoneMode.Online:
                Open(message);
                break;
            case AdbMessage.Write when _streams.TryGetValue(message.Arg1, out var stream):
                stream.Receive(message.Data);
                break;
            case AdbMessage.Okay when _streams.TryGetValue(message.Arg1, out var stream):
                stream.Acknowledge();
                break;
            case AdbMessage.Close when _streams.TryRemove(message.Arg1, out var stream):
                stream.EndInput();
                break;
        }
    }

    private void Open(AdbMessage message)
    {
        var stream = new DeviceStream(this, ++_lastLocalId, message.Arg0);
        _streams[stream.LocalId] = stream;
        _ = Task.Run(() => _phone.ServeAsync(message.Text, stream, this));
    }
}
