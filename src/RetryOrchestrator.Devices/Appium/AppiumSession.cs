using OpenQA.Selenium;

namespace RetryOrchestrator.Devices.Appium;

/// <summary>
/// A session's life: started, used by one caller at a time, closed. Selenium's calls block; here
/// they run on the thread pool and end at once when they are cancelled.
/// </summary>
public sealed class AppiumSession : IAsyncDisposable
{
    private bool _closed;

    private AppiumSession(AppiumDriver driver) => Driver = driver;

    /// <summary>What its commands are given to.</summary>
    public AppiumDriver Driver { get; }

    /// <summary>Creates a session.</summary>
    /// <exception cref="OperationCanceledException">
    /// Cancelled. The server may go on creating the session that nobody will use.
    /// </exception>
    internal static async Task<AppiumSession> StartAsync(
        Uri server,
        IReadOnlyDictionary<string, object> capabilities,
        AppiumLimits limits,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var executor = new AppiumCommandExecutor(server, limits, time)
        {
            Cancellation = cancellation,
        };
        try
        {
            var options = new AppiumDriverOptions(capabilities).ToCapabilities();
            var driver = await Task.Run(() => new AppiumDriver(executor, options), default)
                .ConfigureAwait(false);
            driver.Cancellation = CancellationToken.None;
            return new AppiumSession(driver);
        }
        catch
        {
            executor.Dispose();
            cancellation.ThrowIfCancellationRequested();
            throw;
        }
    }

    /// <summary>Runs a command and waits for its answer.</summary>
    /// <param name="command">The command.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> said so.</exception>
    public async Task<T> RunAsync<T>(Func<AppiumDriver, T> command, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Driver.Cancellation = cancellation;
        try
        {
            return await Task.Run(() => command(Driver), default).ConfigureAwait(false);
        }
        // However a cancelled command presents itself, the caller asked for it.
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        finally
        {
            Driver.Cancellation = CancellationToken.None;
        }
    }

    /// <summary>
    /// Closes the session, in bounded time whatever state the server is in. One that could not be
    /// closed may be asked to again.
    /// </summary>
    /// <param name="kill">Leaves it to the server at once.</param>
    /// <returns>Whether the server confirmed it, or knew of no such session any more.</returns>
    public async Task<bool> CloseAsync(CancellationToken kill = default)
    {
        if (_closed)
        {
            return true;
        }

        try
        {
            await RunAsync(
                    driver =>
                    {
                        driver.EndSession();
                        return true;
                    },
                    kill
                )
                .ConfigureAwait(false);
            _closed = true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        // A session that the server had ended before is as gone as one that it ends now.
        catch (WebDriverException exception)
        {
            _closed = AppiumFailure.IsUnknownSession(exception);
        }

        if (_closed)
        {
            Forget();
        }

        return _closed;
    }

    /// <summary>Lets go of what this side needs for it; the server is not asked any more.</summary>
    internal void Forget()
    {
        _closed = true;
        Driver.Release();
    }

    /// <summary>Closes it, or lets go of it.</summary>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        Forget();
    }
}
