using System.Buffers.Binary;
using System.Text;

namespace RetryOrchestrator.Tests.Android;

/// <summary>One message of the protocol between an adb server and a device.</summary>
internal readonly record struct AdbMessage(uint Command, uint Arg0, uint Arg1, byte[] Data)
{
    public const uint Connect = 0x4e584e43; // CNXN
    public const uint Auth = 0x48545541;
    public const uint Open = 0x4e45504f;
    public const uint Okay = 0x59414b4f;
    public const uint Write = 0x45545257; // WRTE
    public const uint Close = 0x45534c43; // CLSE

    /// <summary>This version of the protocol has no checksums.</summary>
    public const uint Version = 0x01000001;
    public const int MaxPayload = 256 * 1024;

    private const int HeaderLength = 24;

    /// <summary>The payload as text, without the zero that ends it.</summary>
    public string Text => Encoding.UTF8.GetString(Data).TrimEnd('\0');

    public static async Task<AdbMessage> ReadAsync(Stream stream, CancellationToken stop)
    {
        var header = new byte[HeaderLength];
        await stream.ReadExactlyAsync(header, stop);
        var data = new byte[BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(12))];
        await stream.ReadExactlyAsync(data, stop);
        return new AdbMessage(
            BinaryPrimitives.ReadUInt32LittleEndian(header),
            BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4)),
            BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(8)),
            data
        );
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[HeaderLength + Data.Length];
        var header = bytes.AsSpan();
        BinaryPrimitives.WriteUInt32LittleEndian(header, Command);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], Arg0);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], Arg1);
        BinaryPrimitives.WriteUInt32LittleEndian(header[12..], (uint)Data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], Command ^ 0xffffffff);
        Data.CopyTo(header[HeaderLength..]);
        return bytes;
    }
}
