using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Tests.Support;

namespace RetryOrchestrator.Engine.Tests.Runs;

/// <summary>What was only simulated is never taken for done.</summary>
public sealed class SimulationTests : IDisposable
{
    private readonly RunHarness _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData(true, "StateSimulated")]
    [InlineData(false, "StateNotSimulated")]
    public async Task A_state_of_the_other_kind_is_refused_and_stays_as_it_was(
        bool first,
        string refusal
    )
    {
        await StartAsync(simulated: first, "v1");

        var fault = await Assert.ThrowsAsync<StateException>(() =>
            StartAsync(simulated: !first, "v1", "v2")
        );

        Assert.Equal(refusal, fault.ErrorId);
        Assert.Equal("v1", Assert.Single(_run.Jobs()).JobId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_state_of_its_own_kind_is_gone_on_with(bool simulated)
    {
        await StartAsync(simulated, "v1");

        var end = await StartAsync(simulated, "v1", "v2");

        Assert.Equal(2, end.Jobs.Succeeded);
    }

    private Task<RunEnd> StartAsync(bool simulated, params string[] ids) =>
        _run.StartAsync(
            ListSource.Of(ids),
            new DelegateExecutor(_ => Result.Ok) { IsSimulated = simulated }
        );
}
