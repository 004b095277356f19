using Microsoft.AspNetCore.Http;
using RetryOrchestrator.Tests.Network;

namespace RetryOrchestrator.Tests.Appium;

/// <summary>Answers every request with a web page, as a proxy in between does.</summary>
internal static class WebPageServer
{
    public static Task<LoopbackServer> StartAsync() =>
        LoopbackServer.StartAsync(
            TestPorts.Next(),
            context =>
            {
                context.Response.StatusCode = StatusCodes.Status502BadGateway;
                context.Response.ContentType = "text/html";
                return context.Response.WriteAsync("<html><h1>Bad Gateway</h1></html>");
            }
        );
}
