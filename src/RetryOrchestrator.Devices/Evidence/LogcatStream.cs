using System.ComponentModel;
using RetryOrchestrator.Devices.Adb;

namespace RetryOrchestrator.Devices.Evidence;

/// <summary>
/// A device's log, written to a file while it happens: a device that dies still leaves its last
/// words. When the device is lost, it waits for it to come back.
/// </summary>
internal sealed class LogcatStream : IAsyncDisposable
{
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(1);

    private readonly AdbOptions _adb;
    private readonly string _serial;
    private readonly RollingFile _file;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _running;

    /// <param name="adb">How adb is called.</param>
    /// <param name="serial">The device.</param>
    /// <param name="file">Where its log goes.</param>
    public LogcatStream(AdbOptions adb, string serial, RollingFile file)
    {
        _adb = adb;
        _serial = serial;
        _file = file;
        _running = Task.Run(RunAsync);
    }

    /// <summary>Ends it; what was written stays.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _file.Dispose();
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await StreamAsync().ConfigureAwait(false);
                await Task.Delay(RestartDelay, _adb.Time, _end.Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
            when (exception
                    is OperationCanceledException
                        or IOException
                        or UnauthorizedAccessException
                        or Win32Exception
            )
        {
            // Ended, or the disk is full, or there is no adb: an attempt goes on without its log.
        }
    }

    private async Task StreamAsync()
    {
        // From the last line that is there already; the hours before the attempt are not its own.
        string[] arguments = ["-s", _serial, "logcat", "-v", "threadtime", "-T", "1"];
        using var process = AdbProcess.Start(_adb, arguments);
        // Ends the reads below: they end with the process.
        await using var kill = _end.Token.Register(process.Kill).ConfigureAwait(false);
        var ignored = process.Error.CopyToAsync(Stream.Null);
        var buffer = new byte[32 * 1024];
        int read;
        try
        {
            while ((read = await process.Output.ReadAsync(buffer).ConfigureAwait(false)) > 0)
            {
                _file.Write(buffer.AsSpan(0, read));
            }

            await ignored.ConfigureAwait(false);
        }
        finally
        {
            process.Kill();
            await process.Exited.ConfigureAwait(false);
        }

        _end.Token.ThrowIfCancellationRequested();
    }
}
