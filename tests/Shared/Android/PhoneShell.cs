using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;

namespace RetryOrchestrator.Tests.Android;

/// <summary>The shell of an emulated phone, in both versions of its protocol.</summary>
internal static class PhoneShell
{
    private const byte Output = 1;
    private const byte Error = 2;
    private const byte Exit = 3;

    /// <summary>What the test scripted for a command, or null.</summary>
    public static ShellReply? Scripted(EmulatedPhone phone, string command) =>
        phone.Scripts.Select(script => script(command)).FirstOrDefault(reply => reply is not null);

    public static async Task RunAsync(
        EmulatedPhone phone,
        string command,
        DeviceStream stream,
        bool v2
    )
    {
        var exitCode = Scripted(phone, command) is { } reply
            ? await AnswerAsync(phone, command, reply, stream, v2)
            : await RunProgramAsync(phone, command, stream, v2);
        if (exitCode is not { } code)
        {
            return;
        }

        if (v2)
        {
            await stream.WriteAsync(Packet(Exit, new[] { (byte)code }));
        }

        await stream.CloseAsync();
    }

    private static async Task<int?> AnswerAsync(
        EmulatedPhone phone,
        string command,
        ShellReply reply,
        DeviceStream stream,
        bool v2
    )
    {
        phone.Record(new ShellCall(command, []));
        await SendAsync(stream, Output, Encoding.UTF8.GetBytes(reply.Output), v2);
        await SendAsync(stream, Error, Encoding.UTF8.GetBytes(reply.Error), v2);
        if (reply.DropInto is { } mode)
        {
            phone.Become(mode);
            return null;
        }

        if (reply.Hang)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, stream.Closed);
        }

        return reply.ExitCode;
    }

    private static async Task<int?> RunProgramAsync(
        EmulatedPhone phone,
        string command,
        DeviceStream stream,
        bool v2
    )
    {
        var notes = phone.Files.NewNotes();
        var start = new ProcessStartInfo("/bin/sh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(command);
        start.Environment["PATH"] = $"{phone.Files.Programs}:/usr/bin:/bin";
        start.Environment["PHONE_NOTES"] = notes;
        start.Environment["PHONE_STORAGE"] = phone.Files.Of("/");
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        // A closed stream ends the command, as a phone's shell is ended by a hang-up.
        await using var end = stream.Closed.Register(() => process.Kill(entireProcessTree: true));
        await Task.WhenAll(
            PumpAsync(process.StandardOutput.BaseStream, stream, Output, v2),
            PumpAsync(process.StandardError.BaseStream, stream, Error, v2)
        );
        await process.WaitForExitAsync();
        phone.Record(new ShellCall(command, PhoneFiles.ReadNotes(notes)));
        return process.ExitCode;
    }

    private static async Task PumpAsync(Stream from, DeviceStream to, byte kind, bool v2)
    {
        var buffer = new byte[32 * 1024];
        int read;
        while ((read = await from.ReadAsync(buffer)) > 0)
        {
            await SendAsync(to, kind, buffer.AsMemory(0, read), v2);
        }
    }

    private static Task SendAsync(
        DeviceStream stream,
        byte kind,
        ReadOnlyMemory<byte> data,
        bool v2
    ) =>
        data.Length == 0 ? Task.CompletedTask
        : v2 ? stream.WriteAsync(Packet(kind, data))
        : stream.WriteAsync(data);

    private static byte[] Packet(byte kind, ReadOnlyMemory<byte> data)
    {
        var packet = new byte[5 + data.Length];
        packet[0] = kind;
        BinaryPrimitives.WriteInt32LittleEndian(packet.AsSpan(1), data.Length);
        data.CopyTo(packet.AsMemory(5));
        return packet;
    }
}
