namespace RetryOrchestrator.Executors.Tests.Support;

/// <summary>Waits for what another process does, which gives no signal.</summary>
internal static class Eventually
{
    public static async Task True(Func<bool> condition, string what)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken
        );
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        try
        {
            while (!condition())
            {
                await tick.WaitForNextTickAsync(limit.Token);
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"It never happened: {what}");
        }
    }

    /// <summary>The process id that a dummy wrote with its <c>pid</c> verb, or a shell.</summary>
    public static async Task<int> ProcessId(string file)
    {
        // A shell makes the file first, and then writes into it.
        await True(() => File.Exists(file) && new FileInfo(file).Length > 0, $"{file} is written");
        return int.Parse(await File.ReadAllTextAsync(file));
    }
}
