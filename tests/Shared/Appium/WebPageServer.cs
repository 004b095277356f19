using System.Net;

namespace RetryOrchestrator.Tests.Appium;

/// <summary>Answers every request with a web page, as a proxy in between does.</summary>
internal sealed class WebPageServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    public WebPageServer()
    {
        Url = new Uri($"http://127.0.0.1:{TestServers.FreePort()}/");
        _listener.Prefixes.Add(Url.AbsoluteUri);
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Url { get; }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                context.Response.StatusCode = 502;
                context.Response.ContentType = "text/html";
                context.Response.Close("<html><h1>Bad Gateway</h1></html>"u8.ToArray(), false);
            }
        }
        catch (Exception exception)
            when (exception is HttpListenerException or ObjectDisposedException)
        {
            // Stopped.
        }
    }
}
