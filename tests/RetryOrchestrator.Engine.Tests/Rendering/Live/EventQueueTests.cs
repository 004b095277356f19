using Microsoft.Extensions.Time.Testing;
using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Rendering.Live;

namespace RetryOrchestrator.Engine.Tests.Rendering.Live;

public class EventQueueTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Nobody_who_publishes_waits_for_a_reader_who_never_comes()
    {
        var queue = new EventQueue(lines: true, _time);

        queue.Publish(new PassStarted(Samples.Noon, 1, 5, 1_000_000, Resumed: false));
        for (var i = 0; i < 100_000; i++)
        {
            queue.Publish(Started($"v{i}"));
        }

        queue.Publish(new PassEnded(Samples.Noon, Samples.FirstPass));
        queue.Complete();

        // That this line is reached is the point; and the summary is still there.
        Assert.Contains(queue.ReadAll(TimeSpan.Zero), shown => shown is PassEnded);
    }

    [Fact]
    public void Progress_is_the_latest_whatever_was_read()
    {
        var queue = new EventQueue(lines: false, _time);
        queue.Publish(new PassStarted(Samples.Noon, 1, 5, 3, Resumed: false));
        queue.Publish(Started("v1", worker: 1));
        queue.Publish(Started("v2", worker: 2));

        var running = queue.Progress.Pass!.Running;
        queue.Publish(new PassEnded(Samples.Noon, Samples.FirstPass));

        Assert.Equal(["v1", "v2"], running.Select(attempt => attempt.JobId));
        Assert.Null(queue.Progress.Pass);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void Single_attempts_are_told_of_only_where_they_are_to_be(bool lines, int told)
    {
        var queue = new EventQueue(lines, _time);

        queue.Publish(Started("v1"));
        queue.Complete();

        Assert.Equal(told, queue.ReadAll(TimeSpan.Zero).OfType<AttemptsMoved>().Count());
    }

    [Fact]
    public void A_reader_on_another_thread_gets_everything_that_must_be_seen_in_order()
    {
        const int Passes = 2_000;
        var queue = new EventQueue(lines: true, _time);
        var writer = new Thread(() =>
        {
            for (var pass = 1; pass <= Passes; pass++)
            {
                queue.Publish(Started("v1"));
                queue.Publish(new PassEnded(Samples.Noon, Samples.FirstPass with { Pass = pass }));
            }

            queue.Complete();
        });

        writer.Start();
        var seen = queue.ReadAll(TimeSpan.FromSeconds(1)).OfType<PassEnded>().ToList();
        writer.Join();

        Assert.Equal(Enumerable.Range(1, Passes), seen.Select(ended => ended.Summary.Pass));
    }

    [Fact]
    public void What_was_handed_over_is_shown_when_its_reader_comes_back_for_more()
    {
        var queue = new EventQueue(lines: false, _time);
        Assert.True(queue.Shown.IsCompleted);
        queue.Publish(new PassEnded(Samples.Noon, Samples.FirstPass));
        var shown = queue.Shown;
        using var reader = queue.ReadAll(TimeSpan.Zero).GetEnumerator();

        Assert.True(reader.MoveNext());
        Assert.IsType<PassEnded>(reader.Current);
        Assert.False(shown.IsCompleted);
        Assert.False(queue.Shown.IsCompleted);

        Assert.True(reader.MoveNext());
        Assert.Null(reader.Current);
        Assert.True(shown.IsCompleted);
        Assert.True(queue.Shown.IsCompleted);
    }

    private static AttemptsMoved Started(string job, int worker = 1) =>
        new(
            Samples.Noon,
            1,
            [],
            [new StartedAttempt(job, 1, worker, null, null)],
            Samples.Numbers()
        );
}
