using System.Net;
using System.Net.Sockets;
using RetryOrchestrator.Devices.Appium;
using RetryOrchestrator.Devices.Tests.Support;
using RetryOrchestrator.Engine.Execution;

namespace RetryOrchestrator.Devices.Tests.EndToEnd;

/// <summary>The port of this machine through which a session reaches its phone.</summary>
public sealed class SystemPortTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_port_that_another_program_took_between_two_sessions_costs_no_attempt()
    {
        await using var phones = await VideoPhones.StartAsync(1);
        await using var executor = await phones.CreateExecutorAsync();
        await SucceedsAsync(executor.ExecuteAsync(OneVideo.Attempt(phones), Signals));
        var port = await PortAsync(phones);
        var server = phones.Servers!.ProcessIds[1];
        using var other = new TcpListener(IPAddress.Loopback, port);
        other.Start();

        await SucceedsAsync(executor.ExecuteAsync(OneVideo.Attempt(phones, 2), Signals));

        Assert.NotEqual(port, await PortAsync(phones));
        Assert.Equal(server, phones.Servers.ProcessIds[1]);
        Assert.Equal(2, phones.Posts.Count);
    }

    [Fact]
    public async Task A_session_that_is_slow_to_close_is_waited_for_and_costs_no_server()
    {
        Assert.InRange(new AppiumLimits().Quit, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(60));
        await using var phones = await VideoPhones.StartAsync(1);
        await using var executor = await phones.CreateExecutorAsync();
        var asked = new TaskCompletionSource();
        var closed = new TaskCompletionSource();
        phones.Stubs[0].Closing = () =>
        {
            asked.TrySetResult();
            return closed.Task;
        };

        var attempt = executor.ExecuteAsync(OneVideo.Attempt(phones), Signals).AsTask();
        await asked.Task.WaitAsync(Stop);
        var server = phones.Servers!.ProcessIds[1];
        Assert.False(attempt.IsCompleted);
        closed.SetResult();
        await SucceedsAsync(new ValueTask<AttemptResult>(attempt));

        await AssertNoWayIsOpenAsync(phones);
        await SucceedsAsync(executor.ExecuteAsync(OneVideo.Attempt(phones, 2), Signals));
        Assert.Equal(server, phones.Servers.ProcessIds[1]);
        Assert.Empty(phones.News);
    }

    [Fact]
    public async Task A_session_that_never_closes_leaves_no_port_open_and_the_next_attempt_works()
    {
        await using var phones = await VideoPhones.StartAsync(1);
        await using var executor = await phones.CreateExecutorAsync(
            TestServers.Limits with
            {
                Quit = TimeSpan.FromSeconds(1),
            }
        );
        var never = new TaskCompletionSource();
        phones.Stubs[0].Closing = () => never.Task;

        await SucceedsAsync(executor.ExecuteAsync(OneVideo.Attempt(phones), Signals));

        await AssertNoWayIsOpenAsync(phones);
        phones.Stubs[0].Closing = null;
        await SucceedsAsync(executor.ExecuteAsync(OneVideo.Attempt(phones, 2), Signals));
        await AssertNoWayIsOpenAsync(phones);
        never.SetResult();
    }

    [Fact]
    public async Task A_run_that_ends_at_once_in_the_middle_of_a_session_leaves_no_port_open()
    {
        await using var phones = await VideoPhones.StartAsync(1);
        var executor = await phones.CreateExecutorAsync();
        using var stop = new CancellationTokenSource();
        phones.Stubs[0].App.Posting = _ => stop.Cancel();
        phones.Stubs[0].App.Stuck.Add(OneVideo.Caption);

        var result = await executor.ExecuteAsync(
            OneVideo.Attempt(phones),
            new StopSignals(stop.Token, stop.Token)
        );
        await executor.DisposeAsync();

        Assert.IsType<AttemptResult.Cancelled>(result);
        await AssertNoWayIsOpenAsync(phones);
    }

    private static StopSignals Signals => new(Stop, default);

    private static async Task SucceedsAsync(ValueTask<AttemptResult> running)
    {
        var result = await running;
        Assert.True(
            result is AttemptResult.Succeeded,
            (result as AttemptResult.Failed)?.Evidence.Message ?? $"{result}"
        );
    }

    private static async Task<int> PortAsync(VideoPhones phones) =>
        (await phones.Servers!.GetAsync(OneVideo.Attempt(phones), Stop)).SystemPort!.Value;

    private static async Task AssertNoWayIsOpenAsync(VideoPhones phones) =>
        Assert.DoesNotContain("tcp:6790", await phones.Adb.RunAsync("forward", "--list"));
}
