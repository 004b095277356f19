using System.Globalization;
using RetryOrchestrator.Executors.Processes;

namespace RetryOrchestrator.Devices.Appium;

/// <summary>One Appium server process that the run started.</summary>
internal sealed class AppiumServer : IAsyncDisposable
{
    // The server ends with whoever holds the other end of its standard input: the run, however
    // that dies. Appium answers SIGTERM by closing its sessions; frozen in that, it just exits.
    private const string EndsWithItsParent =
        "data:text/javascript,process.stdin.resume().on('end',()=>{"
        + "setTimeout(()=>process.exit(1),5000).unref();process.emit('SIGTERM')})";

    private readonly ChildProcess _process;
    private readonly HttpClient _http;
    private readonly AppiumServerSettings _settings;
    private readonly Task _saidAll;

    private AppiumServer(AppiumServerSettings settings, int port, string token)
    {
        _settings = settings;
        Url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        Port = port;
        _http = new HttpClient { BaseAddress = Url, Timeout = Timeout.InfiniteTimeSpan };
        _process = Start(settings, port, token);
        // It takes longer than this to start anything itself.
        _process.Mark(token);
        _saidAll = Task.WhenAll(
            ChildProcess.ReadLinesAsync(_process.Output, Log.Add),
            ChildProcess.ReadLinesAsync(_process.Error, Log.Add)
        );
    }

    public Uri Url { get; }

    public int Port { get; }

    public AppiumLog Log { get; } = new();

    public int ProcessId => _process.Id;

    public bool HasExited => Exited.IsCompleted;

    /// <summary>Completes when the process has ended.</summary>
    public Task Exited => _process.Exited;

    /// <summary>Lets go of the pipe on whose end the server ends by itself.</summary>
    public void CloseLifeline() => _process.CloseInput();

    /// <summary>Starts a server and waits until it is ready.</summary>
    /// <exception cref="AppiumServerException">It ended or was not ready in time; it is gone.</exception>
    public static async Task<AppiumServer> StartAsync(
        AppiumServerSettings settings,
        int port,
        string token,
        CancellationToken stop
    )
    {
        var server = new AppiumServer(settings, port, token);
        try
        {
            await server.WaitUntilReadyAsync(stop).ConfigureAwait(false);
            return server;
        }
        catch
        {
            await server.EndAsync(atOnce: true).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Whether it answers that it is ready, within a time limit.</summary>
    public async Task<bool> IsReadyAsync(TimeSpan limit, CancellationToken stop)
    {
        using var timer = new CancellationTokenSource(limit, _settings.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, timer.Token);
        try
        {
            using var answer = await _http
                .GetAsync(new Uri("status", UriKind.Relative), either.Token)
                .ConfigureAwait(false);
            // Another server may have the port, and this one be about to end for it.
            return answer.IsSuccessStatusCode
                && !HasExited
                && ServerStatus.IsReady(
                    await answer.Content.ReadAsStringAsync(either.Token).ConfigureAwait(false)
                );
        }
        catch (Exception exception)
            when (exception is HttpRequestException or OperationCanceledException
                && !stop.IsCancellationRequested
            )
        {
            return false;
        }
    }

    /// <summary>Ends it: asked first unless at once, then by force with all it started.</summary>
    public async Task EndAsync(bool atOnce)
    {
        if (!atOnce)
        {
            CloseLifeline();
            await EndsWithinAsync(Exited, _settings.Limits.ServerStop).ConfigureAwait(false);
        }

        if (!HasExited)
        {
            _process.Kill();
            await EndsWithinAsync(Exited, _settings.Limits.ServerStop).ConfigureAwait(false);
        }

        _http.Dispose();
        _process.Dispose();
    }

    public async ValueTask DisposeAsync() => await EndAsync(atOnce: false).ConfigureAwait(false);

    private async Task WaitUntilReadyAsync(CancellationToken stop)
    {
        var limits = _settings.Limits;
        var began = _settings.Time.GetTimestamp();
        while (!await IsReadyAsync(limits.ServerHealth, stop).ConfigureAwait(false))
        {
            if (HasExited)
            {
                // Its last words may still be on their way.
                await EndsWithinAsync(_saidAll, limits.ServerStop).ConfigureAwait(false);
                throw new AppiumServerException($"Appium ended at its start. {LastWords()}");
            }

            if (_settings.Time.GetElapsedTime(began) >= limits.ServerStart)
            {
                throw new AppiumServerException(
                    FormattableString.Invariant(
                        $"Appium was not ready within {limits.ServerStart.TotalSeconds:0.###} s. {LastWords()}"
                    )
                );
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), _settings.Time, stop)
                .ConfigureAwait(false);
        }
    }

    private async Task EndsWithinAsync(Task task, TimeSpan limit)
    {
        try
        {
            await task.WaitAsync(limit, _settings.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The caller goes on without it.
        }
    }

    private string LastWords()
    {
        var lines = Log.Since(0).Where(line => !string.IsNullOrWhiteSpace(line)).TakeLast(3);
        return $"It said: {string.Join(" | ", lines)}";
    }

    private static ChildProcess Start(AppiumServerSettings settings, int port, string token)
    {
        var (node, entryPoint, home) = settings.Installation;
        var environment = new Dictionary<string, string?>(settings.Environment)
        {
            [AttemptEnvironment.TokenVariable] = token,
        };
        if (home is not null)
        {
            environment["APPIUM_HOME"] = home;
        }

        return ChildProcess.Start(
            node,
            [
                "--import",
                EndsWithItsParent,
                entryPoint,
                "server",
                "--address",
                "127.0.0.1",
                "--port",
                port.ToString(CultureInfo.InvariantCulture),
                "--log-no-colors",
                .. settings.Arguments,
            ],
            environment
        );
    }
}
