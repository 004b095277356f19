using System.Text;
using System.Threading.Channels;

namespace RetryOrchestrator.Tests.Android;

/// <summary>
/// One stream within the connection of an emulated phone. The next WRTE is sent only after OKAY:
/// adb drops a device that sends two in a row.
/// </summary>
internal sealed class DeviceStream(DeviceConnection connection, uint localId, uint remoteId)
{
    private readonly Channel<byte[]> _input = Channel.CreateUnbounded<byte[]>();
    private readonly SemaphoreSlim _room = new(1, 1);
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly CancellationTokenSource _closed = new();
    private ReadOnlyMemory<byte> _rest;

    public uint LocalId => localId;

    /// <summary>Cancelled when the other side closed the stream or the connection ended.</summary>
    public CancellationToken Closed => _closed.Token;

    public void Receive(byte[] data) => _input.Writer.TryWrite(data);

    public void Acknowledge()
    {
        if (_room.CurrentCount == 0)
        {
            _room.Release();
        }
    }

    public void EndInput()
    {
        _input.Writer.TryComplete();
        _closed.Cancel();
    }

    public Task AcceptAsync() => connection.SendAsync(AdbMessage.Okay, localId, remoteId, []);

    public Task RefuseAsync()
    {
        connection.Remove(this);
        return connection.SendAsync(AdbMessage.Close, 0, remoteId, []);
    }

    public async Task CloseAsync()
    {
        connection.Remove(this);
        await connection.SendAsync(AdbMessage.Close, localId, remoteId, []);
    }

    public Task WriteAsync(string text) => WriteAsync(Encoding.UTF8.GetBytes(text));

    public async Task WriteAsync(ReadOnlyMemory<byte> data)
    {
        await _writing.WaitAsync(Closed);
        try
        {
            while (data.Length > 0)
            {
                await _room.WaitAsync(Closed);
                var part = data[..Math.Min(data.Length, AdbMessage.MaxPayload)];
                await connection.SendAsync(AdbMessage.Write, localId, remoteId, part.ToArray());
                data = data[part.Length..];
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Some bytes, or none at the end.</summary>
    public async Task<ReadOnlyMemory<byte>> ReadAsync()
    {
        if (_rest.Length > 0)
        {
            var rest = _rest;
            _rest = default;
            return rest;
        }

        if (!await _input.Reader.WaitToReadAsync() || !_input.Reader.TryRead(out var data))
        {
            return default;
        }

        if (!Closed.IsCancellationRequested)
        {
            await AcceptAsync();
        }

        return data;
    }

    public async Task<byte[]> ReadExactlyAsync(int count)
    {
        var result = new byte[count];
        for (var filled = 0; filled < count; )
        {
            var data = await ReadAsync();
            if (data.Length == 0)
            {
                throw new EndOfStreamException();
            }

            var used = Math.Min(data.Length, count - filled);
            data[..used].CopyTo(result.AsMemory(filled));
            _rest = data[used..];
            filled += used;
        }

        return result;
    }
}
