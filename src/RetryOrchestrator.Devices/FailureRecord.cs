using System.Text;
using RetryOrchestrator.Devices.Appium;
using RetryOrchestrator.Devices.Evidence;
using RetryOrchestrator.Engine.Execution;

namespace RetryOrchestrator.Devices;

/// <summary>
/// Saves what can be had of a failed attempt, each thing by itself and in bounded time: a device
/// or server that is dead by then must cost seconds, not the evidence.
/// </summary>
internal sealed class FailureRecord(
    DeviceRunSettings settings,
    Attempt attempt,
    AttemptEvidence evidence
)
{
    private static readonly TimeSpan SourceLimit = TimeSpan.FromSeconds(10);

    /// <summary>The file with the screen's elements.</summary>
    public const string SourceName = "source.xml";

    /// <summary>The file with what the Appium server said.</summary>
    public const string AppiumLogName = "appium.log";

    public async Task SaveAsync(
        AppiumSession? session,
        IReadOnlyList<string> log,
        CancellationToken kill
    )
    {
        if (log.Count > 0)
        {
            await TryAsync(() => WriteAsync(AppiumLogName, string.Join('\n', log) + '\n'))
                .ConfigureAwait(false);
        }

        await Task.WhenAll(
                evidence.SaveScreenshotAsync(kill),
                TryAsync(() => SaveSourceAsync(session, kill))
            )
            .ConfigureAwait(false);
    }

    private async Task SaveSourceAsync(AppiumSession? session, CancellationToken kill)
    {
        if (session is null)
        {
            return;
        }

        using var timer = new CancellationTokenSource(SourceLimit, settings.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(kill, timer.Token);
        var source = await session
            .RunAsync(driver => driver.PageSource, either.Token)
            .ConfigureAwait(false);
        await WriteAsync(SourceName, source).ConfigureAwait(false);
    }

    private async Task WriteAsync(string name, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (attempt.Artifacts.TryKeep(name, bytes.Length))
        {
            var file = attempt.Artifacts.Create(name);
            await using var _ = file.ConfigureAwait(false);
            await file.WriteAsync(bytes, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task TryAsync(Func<Task> save)
    {
        try
        {
            await save().ConfigureAwait(false);
        }
        catch (Exception exception)
            when (exception
                    is IOException
                        or UnauthorizedAccessException
                        or OperationCanceledException
                || AppiumFailure.Describe(exception) is not null
            )
        {
            // The attempt has failed already, and why is told; this is only what it left behind.
        }
    }
}
