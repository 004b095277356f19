using System.Net.Sockets;
using System.Runtime.Versioning;

namespace RetryOrchestrator.Devices.Machine;

/// <summary>
/// Locks that are names of sockets in Linux's abstract namespace: no file, so nothing that rights,
/// a private <c>/tmp</c> or a planted link could change, and nothing that is left behind.
/// </summary>
/// <remarks>
/// The namespace is that of the network: whoever reaches the adb server on the loopback address sees
/// the same names, containers on the host's network included. <c>ss -xap</c> lists who has which.
/// </remarks>
[SupportedOSPlatform("linux")]
internal sealed class SocketLocks : IMachineLocks
{
    private const string Prefix = "retry-orchestrator/";

    /// <inheritdoc/>
    public IDisposable? TryTake(string name)
    {
        // .NET's sockets are not inherited by the programs that are started.
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint($"\0{Prefix}{LockName.Of(name)}"));
            return socket;
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            return exception.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? null
                : throw new IOException(
                    $"'{name}' cannot be locked on this machine: {exception.Message}",
                    exception
                );
        }
    }
}
