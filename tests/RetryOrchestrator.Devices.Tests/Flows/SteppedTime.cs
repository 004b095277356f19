using Microsoft.Extensions.Time.Testing;

namespace RetryOrchestrator.Devices.Tests.Flows;

/// <summary>
/// A clock that moves only while everything waits for it: cancelled waits go on through the thread
/// pool, and on a busy machine a clock that ran meanwhile would have gone far.
/// </summary>
internal sealed class SteppedTime : FakeTimeProvider
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private int _pending;

    /// <summary>Moves the clock until a task has ended.</summary>
    /// <param name="task">The task.</param>
    /// <param name="waiting">How many timers are pending when the task waits and does nothing else.</param>
    public async Task DriveAsync(Task task, int waiting)
    {
        while (!task.IsCompleted)
        {
            if (Volatile.Read(ref _pending) == waiting)
            {
                Advance(Step);
            }

            await Task.Yield();
        }
    }

    public override ITimer CreateTimer(
        TimerCallback callback,
        object? state,
        TimeSpan dueTime,
        TimeSpan period
    )
    {
        var timer = new CountedTimer(this);
        Interlocked.Increment(ref _pending);
        timer.Inner = base.CreateTimer(
            _ =>
            {
                timer.End();
                callback(state);
            },
            null,
            dueTime,
            period
        );
        return timer;
    }

    private sealed class CountedTimer(SteppedTime owner) : ITimer
    {
        private int _ended;

        public ITimer? Inner { get; set; }

        public void End()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
            {
                Interlocked.Decrement(ref owner._pending);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => Inner!.Change(dueTime, period);

        public void Dispose()
        {
            End();
            Inner?.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
