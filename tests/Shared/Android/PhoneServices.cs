using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RetryOrchestrator.Tests.Android;

/// <summary>What an emulated phone offers over adb, by the name of the service.</summary>
internal static class PhoneServices
{
    public static async Task ServeAsync(EmulatedPhone phone, string service, DeviceStream stream)
    {
        var (name, argument) = Split(service);
        switch (name.Split(',')[0])
        {
            case "shell":
                await stream.AcceptAsync();
                await PhoneShell.RunAsync(phone, argument, stream, v2: name.Contains(",v2"));
                break;
            case "exec" when argument.Contains("install") && argument.Contains("-S"):
                await stream.AcceptAsync();
                await InstallAsync(phone, argument, stream);
                break;
            case "exec":
                await stream.AcceptAsync();
                await PhoneShell.RunAsync(phone, argument, stream, v2: false);
                break;
            case "sync":
                await stream.AcceptAsync();
                await PhoneSync.RunAsync(phone, stream);
                break;
            case "tcp":
                await ConnectAsync(phone, int.Parse(argument), stream);
                break;
            case "reverse":
                // Accepted and forgotten: nothing on the phone connects back.
                await stream.AcceptAsync();
                await stream.WriteAsync("OKAY");
                await stream.CloseAsync();
                break;
            default:
                await stream.RefuseAsync();
                break;
        }
    }

    private static (string Name, string Argument) Split(string service)
    {
        var colon = service.IndexOf(':');
        return colon < 0 ? (service, "") : (service[..colon], service[(colon + 1)..]);
    }

    // A streamed install: the package's bytes follow the command, their number stands in it.
    private static async Task InstallAsync(EmulatedPhone phone, string command, DeviceStream stream)
    {
        var words = command.Replace("'", "").Split(' ');
        var size = int.Parse(words[Array.IndexOf(words, "-S") + 1]);
        if (phone.DropInInstall is { } drop)
        {
            phone.DropInInstall = null;
            await stream.ReadExactlyAsync(Math.Min(size, drop.AfterBytes));
            phone.Become(drop.Into);
            return;
        }

        var package = await stream.ReadExactlyAsync(size);
        var reply = PhoneShell.Scripted(phone, command);
        if (reply is null)
        {
            phone.RecordInstall(package);
        }

        await stream.WriteAsync(reply?.Output ?? "Success\n");
        await stream.CloseAsync();
    }

    private static async Task ConnectAsync(EmulatedPhone phone, int port, DeviceStream stream)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(
                IPAddress.Loopback,
                phone.Ports.TryGetValue(port, out var real) ? real : port
            );
        }
        catch (SocketException)
        {
            await stream.RefuseAsync();
            return;
        }

        await stream.AcceptAsync();
        var socket = client.GetStream();
        var toPhone = ToSocketAsync(stream, socket, client);
        await FromSocketAsync(socket, stream);
        await stream.CloseAsync();
        stream.EndInput();
        await toPhone;
    }

    private static async Task ToSocketAsync(
        DeviceStream stream,
        NetworkStream socket,
        TcpClient client
    )
    {
        try
        {
            ReadOnlyMemory<byte> data;
            while ((data = await stream.ReadAsync()).Length > 0)
            {
                await socket.WriteAsync(data);
            }

            client.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception)
            when (exception is IOException or SocketException or ObjectDisposedException)
        {
            // The other side is gone, which the reading of it tells too.
        }
    }

    private static async Task FromSocketAsync(NetworkStream socket, DeviceStream stream)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int read;
            while ((read = await socket.ReadAsync(buffer, stream.Closed)) > 0)
            {
                await stream.WriteAsync(buffer.AsMemory(0, read));
            }
        }
        catch (IOException)
        {
            // A connection that is cut ends the stream as one that is closed does.
        }
    }
}
