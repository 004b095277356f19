using RetryOrchestrator.Devices.Appium;
using RetryOrchestrator.Devices.Tests.Support;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Tests.Appium;

namespace RetryOrchestrator.Devices.Tests.Appium;

/// <summary>Sessions of the fake driver on a server of the run.</summary>
internal static class FakeDriverSession
{
    public static Attempt Attempt(int worker = 1, long id = 1) =>
        new()
        {
            Id = id,
            Job = new Job("a", new JobColumns([])),
            RunId = 1,
            Pass = 1,
            Worker = worker,
            Number = 1,
            CountedBefore = 0,
            ArtifactFolder = "",
            Token = $"{Guid.NewGuid():N}.{id}",
        };

    public static Dictionary<string, object> Capabilities(string? app) =>
        app is null ? Base() : new(Base()) { ["appium:app"] = app };

    public static async Task<AppiumSession> StartAsync(
        AppiumServers servers,
        IReadOnlyDictionary<string, object> capabilities,
        AppiumLimits? limits = null
    )
    {
        var stop = TestContext.Current.CancellationToken;
        var address = await servers.GetAsync(Attempt(), stop);
        return await AppiumSession.StartAsync(
            address.Url,
            capabilities,
            limits ?? TestServers.Limits,
            TimeProvider.System,
            stop
        );
    }

    private static Dictionary<string, object> Base() =>
        new() { ["platformName"] = "Fake", ["appium:automationName"] = "Fake" };
}
