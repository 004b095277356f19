using System.Runtime.InteropServices;
using RetryOrchestrator.Host.Tests.Infrastructure;

namespace RetryOrchestrator.Host.Tests.Running;

/// <summary>Signals to the real host. The scripts say when they wait; then the signal is sent.</summary>
public sealed class StopTests
{
    // A signal that does not arrive (a shell without job control lets its background programs
    // ignore SIGINT) shall be a failure, not a wait without end.
    private const int Patience = 120_000;

    // Stands for a live run: it offers the hook, waits for it, and still writes afterwards.
    private const string LiveRun = """
        $asked = [System.Threading.ManualResetEventSlim]::new()
        [AppContext]::SetData('RetryOrchestrator.RequestStop', [Delegate]::CreateDelegate([Action], $asked, 'Set'))
        'waiting'
        $asked.Wait()
        'the summary of the pass'
        """;

    // Every thread that the pool may have waits for ever.
    private const string StarvedPool = """
        $threads = [Environment]::ProcessorCount
        if (-not [System.Threading.ThreadPool]::SetMaxThreads($threads, $threads)) { throw 'no limit' }
        $never = [System.Threading.ManualResetEventSlim]::new()
        1..$threads | ForEach-Object {
            [void][System.Threading.Tasks.Task]::Run([Delegate]::CreateDelegate([Action], $never, 'Wait'))
        }

        """;

    // Does not end when the pipeline is asked to: only the process's end gets rid of it.
    private const string Stubborn = """
        [AppContext]::SetData('RetryOrchestrator.RequestStop', [Delegate]::CreateDelegate([Action], [System.Threading.ManualResetEventSlim]::new(), 'Set'))
        'waiting'
        [System.Threading.ManualResetEventSlim]::new().Wait()
        """;

    [Theory(Timeout = Patience)]
    [InlineData(PosixSignal.SIGINT)]
    [InlineData(PosixSignal.SIGTERM)]
    public async Task A_live_run_is_asked_through_its_hook_and_what_it_still_writes_is_shown(
        PosixSignal signal
    )
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sends POSIX signals");
        using var host = await WaitingAsync(LiveRun);

        host.Signal(signal);
        var result = await host.EndAsync(TestContext.Current.CancellationToken);

        Assert.Contains("the summary of the pass", result.Output);
        Assert.Contains("Stopping", result.Error);
        Assert.Equal(130, result.ExitCode);
    }

    [Fact(Timeout = Patience)]
    public async Task A_live_run_is_asked_though_no_thread_of_the_pool_is_free()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sends POSIX signals");
        using var host = await WaitingAsync(StarvedPool + LiveRun);

        host.Signal(PosixSignal.SIGTERM);
        var result = await host.EndAsync(TestContext.Current.CancellationToken);

        Assert.Contains("the summary of the pass", result.Output);
        Assert.Contains("Stopping", result.Error);
        Assert.Equal(130, result.ExitCode);
    }

    [Fact(Timeout = Patience)]
    public async Task A_second_Ctrl_C_ends_the_process_though_no_thread_of_the_pool_is_free()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sends POSIX signals");
        using var host = await WaitingAsync(StarvedPool + Stubborn);

        host.Signal(PosixSignal.SIGINT);
        await host.ErrorSaysAsync("Stopping");
        host.Signal(PosixSignal.SIGINT);
        var result = await host.EndAsync(TestContext.Current.CancellationToken);

        Assert.Equal(130, result.ExitCode);
    }

    [Fact(Timeout = Patience)]
    public async Task Without_a_live_run_the_pipeline_is_stopped()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sends POSIX signals");
        using var host = await WaitingAsync("'waiting'; while ($true) { }");

        host.Signal(PosixSignal.SIGINT);
        var result = await host.EndAsync(TestContext.Current.CancellationToken);

        Assert.Equal(130, result.ExitCode);
    }

    [Fact(Timeout = Patience)]
    public async Task A_second_Ctrl_C_ends_the_process_even_when_the_run_does_not()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sends POSIX signals");
        using var host = await WaitingAsync(Stubborn);

        host.Signal(PosixSignal.SIGINT);
        await host.ErrorSaysAsync("Stopping");
        host.Signal(PosixSignal.SIGINT);
        var result = await host.EndAsync(TestContext.Current.CancellationToken);

        Assert.Equal(130, result.ExitCode);
    }

    private static async Task<HostProcess> WaitingAsync(string script)
    {
        var host = HostProcess.Start("--csv", "--command", script);
        Assert.Equal("Value", await host.ReadLineAsync());
        Assert.Equal("waiting", await host.ReadLineAsync());
        return host;
    }
}
