using OpenQA.Selenium;
using OpenQA.Selenium.Remote;

namespace RetryOrchestrator.Devices.Appium;

/// <summary>
/// Sends a session's commands, each with its own time limit. Selenium alone has one limit for all
/// of them: with the minutes that a new session needs, a frozen server would hold up the end of an
/// attempt for minutes as well.
/// </summary>
internal sealed class AppiumCommandExecutor : HttpCommandExecutor
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(250);

    private readonly AppiumLimits _limits;
    private readonly TimeProvider _time;
    private volatile CancellationTokenHolder _cancellation = new(CancellationToken.None);

    public AppiumCommandExecutor(Uri server, AppiumLimits limits, TimeProvider time)
        : base(server, limits.SessionStart)
    {
        _limits = limits;
        _time = time;
        AppiumCommands.AddTo(this);
    }

    /// <summary>
    /// Ends the command under way, and every later one, until it is set anew. A session has one
    /// caller at a time, so one token is enough.
    /// </summary>
    public CancellationToken Cancellation
    {
        get => _cancellation.Token;
        set => _cancellation = new(value);
    }

    /// <summary>Asks again and again until there is an answer.</summary>
    /// <param name="ask">Null when there is none yet.</param>
    /// <param name="limit">How long at most.</param>
    /// <param name="what">What is waited for, for the message.</param>
    /// <exception cref="WebDriverTimeoutException">There was none in that time.</exception>
    public T Poll<T>(Func<T?> ask, TimeSpan limit, string what)
        where T : class
    {
        var began = _time.GetTimestamp();
        while (true)
        {
            try
            {
                if (ask() is { } answer)
                {
                    return answer;
                }
            }
            catch (Exception exception)
                when (exception is NoSuchElementException or StaleElementReferenceException)
            {
                // It is not there yet, or the screen changed in the middle: look again.
            }

            if (_time.GetElapsedTime(began) >= limit)
            {
                throw new WebDriverTimeoutException(
                    FormattableString.Invariant(
                        $"Timeout waiting for {what} ({limit.TotalSeconds:0.###} s)"
                    )
                );
            }

            Task.Delay(BetweenTries, _time, Cancellation).GetAwaiter().GetResult();
        }
    }

    protected override HttpClient CreateHttpClient() =>
        new(new LimitingHandler(this, CreateHttpClientHandler()))
        {
            // The handler below is what limits.
            Timeout = Timeout.InfiniteTimeSpan,
        };

    private TimeSpan LimitOf(HttpRequestMessage request)
    {
        var path = request.RequestUri!.AbsolutePath;
        if (
            request.Method == HttpMethod.Post
            && path.EndsWith("/session", StringComparison.Ordinal)
        )
        {
            return _limits.SessionStart;
        }

        // Only the command that ends the session has a bare session id as its last segment.
        var segments = path.Split('/');
        return request.Method == HttpMethod.Delete && segments[^2] == "session"
            ? _limits.Quit
            : _limits.Command;
    }

    private sealed class LimitingHandler(AppiumCommandExecutor owner, HttpMessageHandler inner)
        : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var limit = owner.LimitOf(request);
            var callers = owner.Cancellation;
            using var timer = new CancellationTokenSource(limit, owner._time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(
                cancellationToken,
                timer.Token,
                callers
            );
            try
            {
                var response = await base.SendAsync(request, either.Token).ConfigureAwait(false);
                // The answer's body too: a server can freeze in the middle of it.
                await response
                    .Content.LoadIntoBufferAsync()
                    .WaitAsync(either.Token)
                    .ConfigureAwait(false);
                return response;
            }
            catch (OperationCanceledException)
            {
                // Not a TaskCanceledException: Selenium would turn that into a timeout of its own.
                throw callers.IsCancellationRequested
                    ? new OperationCanceledException(callers)
                    : new AppiumTimeoutException(request, limit);
            }
        }
    }

    private sealed record CancellationTokenHolder(CancellationToken Token);
}
