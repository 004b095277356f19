using System.Buffers.Binary;
using System.Text;

namespace RetryOrchestrator.Tests.Android;

/// <summary>Push, pull and stat of an emulated phone: adb's sync protocol.</summary>
internal static class PhoneSync
{
    private const int RegularFile = 0x81a4; // -rw-r--r--
    private const int Folder = 0x41ed; // drwxr-xr-x
    private const int NotFound = 2;

    public static async Task RunAsync(EmulatedPhone phone, DeviceStream stream)
    {
        while (true)
        {
            var request = await ReadRequestAsync(stream);
            switch (request.Id)
            {
                case "STAT":
                    await stream.WriteAsync(Stat(phone, request.Path));
                    break;
                case "STA2" or "LST2":
                    await stream.WriteAsync(Stat2(request.Id, phone, request.Path));
                    break;
                case "SEND":
                    if (!await TakeAsync(phone, stream, request.Path))
                    {
                        return;
                    }

                    break;
                case "RECV":
                    if (!await GiveAsync(phone, stream, request.Path))
                    {
                        return;
                    }

                    break;
                case "QUIT":
                    await stream.CloseAsync();
                    return;
                default:
                    await FailAsync(stream, $"unknown request {request.Id}");
                    return;
            }
        }
    }

    private static async Task<(string Id, string Path)> ReadRequestAsync(DeviceStream stream)
    {
        var header = await stream.ReadExactlyAsync(8);
        var id = Encoding.ASCII.GetString(header, 0, 4);
        var length = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(4));
        return (id, Encoding.UTF8.GetString(await stream.ReadExactlyAsync(length)));
    }

    // "path,mode", then DATA chunks, then DONE with the time.
    private static async Task<bool> TakeAsync(EmulatedPhone phone, DeviceStream stream, string to)
    {
        var path = to[..to.LastIndexOf(',')];
        using var content = new MemoryStream();
        while (true)
        {
            var header = await stream.ReadExactlyAsync(8);
            var length = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(4));
            if (header[1] == 'O') // DONE
            {
                break;
            }

            content.Write(await stream.ReadExactlyAsync(length));
            if (phone.OnPush is { } onPush)
            {
                phone.OnPush = null;
                await onPush();
            }

            if (phone.DropInPush is { } drop && content.Length >= drop.AfterBytes)
            {
                phone.DropInPush = null;
                phone.Become(drop.Into);
                return false;
            }
        }

        if (phone.PushRefusal is { } reason)
        {
            await FailAsync(stream, reason);
            return true;
        }

        var file = phone.Files.Of(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllBytesAsync(file, content.ToArray());
        phone.Record(new PushedFile(path, content.ToArray()));
        await stream.WriteAsync(Reply("OKAY", 0));
        return true;
    }

    private static async Task<bool> GiveAsync(EmulatedPhone phone, DeviceStream stream, string path)
    {
        if (!File.Exists(phone.Files.Of(path)))
        {
            await FailAsync(stream, "No such file or directory");
            return true;
        }

        foreach (var chunk in (await File.ReadAllBytesAsync(phone.Files.Of(path))).Chunk(64 * 1024))
        {
            await stream.WriteAsync(
                new[] { Reply("DATA", chunk.Length), chunk }.SelectMany(b => b).ToArray()
            );
            if (phone.DropInPull is { } mode)
            {
                phone.DropInPull = null;
                phone.Become(mode);
                return false;
            }
        }

        await stream.WriteAsync(Reply("DONE", 0));
        return true;
    }

    private static byte[] Stat(EmulatedPhone phone, string path)
    {
        var (mode, size) = Look(phone, path);
        var reply = new byte[16];
        "STAT"u8.CopyTo(reply);
        BinaryPrimitives.WriteInt32LittleEndian(reply.AsSpan(4), mode);
        BinaryPrimitives.WriteInt32LittleEndian(reply.AsSpan(8), (int)size);
        return reply;
    }

    // id, error, dev, ino, mode, nlink, uid, gid, size, three times.
    private static byte[] Stat2(string id, EmulatedPhone phone, string path)
    {
        var (mode, size) = Look(phone, path);
        var reply = new byte[72];
        Encoding.ASCII.GetBytes(id, reply);
        BinaryPrimitives.WriteInt32LittleEndian(reply.AsSpan(4), mode == 0 ? NotFound : 0);
        BinaryPrimitives.WriteInt32LittleEndian(reply.AsSpan(24), mode);
        BinaryPrimitives.WriteInt64LittleEndian(reply.AsSpan(40), size);
        return reply;
    }

    private static (int Mode, long Size) Look(EmulatedPhone phone, string path)
    {
        var file = phone.Files.Of(path);
        return File.Exists(file) ? (RegularFile, new FileInfo(file).Length)
            : Directory.Exists(file) ? (Folder, 0)
            : (0, 0);
    }

    private static byte[] Reply(string id, int value)
    {
        var reply = new byte[8];
        Encoding.ASCII.GetBytes(id, reply);
        BinaryPrimitives.WriteInt32LittleEndian(reply.AsSpan(4), value);
        return reply;
    }

    private static async Task FailAsync(DeviceStream stream, string reason)
    {
        await stream.WriteAsync(Reply("FAIL", Encoding.UTF8.GetByteCount(reason)));
        await stream.WriteAsync(reason);
    }
}
