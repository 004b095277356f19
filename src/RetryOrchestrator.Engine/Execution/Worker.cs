using System.Threading.Channels;
using RetryOrchestrator.Engine.Passes;

namespace RetryOrchestrator.Engine.Execution;

/// <summary>What workers tell the coordinator of a pass.</summary>
/// <param name="Worker">The worker, or 0 for a signal that only wakes the coordinator.</param>
/// <param name="AttemptId">The attempt that ended.</param>
/// <param name="Verdict">How it ended.</param>
/// <param name="Duration">How long it took.</param>
internal readonly record struct WorkerReport(
    int Worker,
    long AttemptId,
    AttemptVerdict Verdict,
    TimeSpan Duration
)
{
    /// <summary>Nothing ended; look at the clock and at the stop.</summary>
    public static WorkerReport WakeUp => default;
}

/// <summary>
/// One of N: takes claimed attempts from its mailbox, runs them, reports each. It sees neither
/// the store nor the operator's screen.
/// </summary>
internal sealed class Worker
{
    private readonly Channel<Attempt> _mailbox = Channel.CreateUnbounded<Attempt>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true }
    );

    public Worker(
        int number,
        AttemptRunner runner,
        ChannelWriter<WorkerReport> reports,
        TimeProvider time
    )
    {
        Number = number;
        Completion = Task.Run(async () =>
        {
            using (runner)
            {
                await foreach (var attempt in _mailbox.Reader.ReadAllAsync().ConfigureAwait(false))
                {
                    var began = time.GetTimestamp();
                    var verdict = await runner.RunAsync(attempt).ConfigureAwait(false);
                    var report = new WorkerReport(
                        number,
                        attempt.Id,
                        verdict,
                        time.GetElapsedTime(began)
                    );
                    await reports.WriteAsync(report).ConfigureAwait(false);
                }
            }
        });
    }

    /// <summary>From 1.</summary>
    public int Number { get; }

    /// <summary>Attempts given to it that it has not reported yet; kept by the coordinator.</summary>
    public int Outstanding { get; private set; }

    /// <summary>Ends when the mailbox was closed and is empty.</summary>
    public Task Completion { get; }

    /// <summary>Gives it an attempt whose claim is durable.</summary>
    public void Give(Attempt attempt)
    {
        Outstanding++;
        // The mailbox holds at most the executor's ClaimAhead: the coordinator sees to that.
        _mailbox.Writer.TryWrite(attempt);
    }

    /// <summary>Notes that one of its attempts was reported.</summary>
    public void Reported() => Outstanding--;

    /// <summary>Lets it end after what it has.</summary>
    public void Close() => _mailbox.Writer.TryComplete();
}
