using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Rendering.Live;

namespace RetryOrchestrator.Engine.Tests.Rendering.Live;

public class EventBacklogTests
{
    private readonly EventBacklog _backlog = new();

    [Fact]
    public void What_happened_comes_out_in_order()
    {
        RunEvent[] events =
        [
            new PassStarted(Samples.Noon, 1, 5, 8, Resumed: false),
            Moved(3),
            new WarningRaised(Samples.Noon, "careful"),
            new PassEnded(Samples.Noon, Samples.FirstPass),
        ];

        Array.ForEach(events, _backlog.Add);

        Assert.Equal(events, TakeAll());
        Assert.True(_backlog.IsEmpty);
        Assert.Equal(0, _backlog.Lines);
    }

    [Fact]
    public void Passes_and_summaries_are_kept_however_long_nobody_reads()
    {
        const int Passes = 50_000;
        for (var pass = 0; pass < Passes; pass++)
        {
            _backlog.Add(new PassEnded(Samples.Noon, Samples.FirstPass with { Pass = pass }));
            _backlog.Add(Moved(1_000));
        }

        Assert.Equal(
            Enumerable.Range(0, Passes),
            TakeAll().OfType<PassEnded>().Select(ended => ended.Summary.Pass)
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(EventBacklog.MostLines + 1)]
    public void Lines_that_nobody_reads_are_bounded_and_those_left_out_are_counted(int each)
    {
        const long All = EventBacklog.MostLines * 10L;
        for (var lines = 0L; lines < All; lines += each)
        {
            _backlog.Add(Moved(each));
            Assert.InRange(_backlog.Lines, 0, EventBacklog.MostLines);
        }

        var taken = TakeAll();
        var kept = taken.OfType<AttemptsMoved>().Sum(moved => moved.Ended.Count);
        var gap = Assert.Single(taken.OfType<EventsLeftOut>());
        Assert.Same(gap, taken[^1]);
        Assert.Equal((All + each - 1) / each * each, kept + gap.Lines);
    }

    [Fact]
    public void A_reader_who_is_only_slow_sees_stretches_of_lines_and_few_gaps()
    {
        const int Rounds = EventBacklog.MostLines * 4;
        var taken = new List<RunEvent>();
        for (var i = 0; i < Rounds; i++)
        {
            _backlog.Add(Moved(1));
            _backlog.Add(Moved(1));
            if (_backlog.TryTake(out var next))
            {
                taken.Add(next!);
            }
        }

        taken.AddRange(TakeAll());

        var gaps = taken.OfType<EventsLeftOut>().ToList();
        Assert.InRange(gaps.Count, 1, 10);
        Assert.Equal(
            Rounds * 2L,
            taken.OfType<AttemptsMoved>().Count() + gaps.Sum(gap => gap.Lines)
        );
    }

    [Fact]
    public void Warnings_beyond_a_thousand_are_counted_beside_the_lines()
    {
        for (var i = 0; i < EventBacklog.MostWarnings + 25; i++)
        {
            _backlog.Add(new WarningRaised(Samples.Noon, $"warning {i}"));
        }

        _backlog.Add(Moved(EventBacklog.MostLines + 1));

        var taken = TakeAll();
        Assert.Equal(EventBacklog.MostWarnings, taken.OfType<WarningRaised>().Count());
        Assert.Equal(
            new EventsLeftOut(Samples.Noon, EventBacklog.MostLines + 1, 25),
            Assert.Single(taken.OfType<EventsLeftOut>())
        );
    }

    [Fact]
    public void A_countdown_that_nobody_watches_keeps_its_latest_second()
    {
        const int Seconds = 36_000;
        for (var left = Seconds; left > 0; left--)
        {
            _backlog.Add(new WaitTicked(Samples.Noon, left, Seconds, 2));
        }

        _backlog.Add(new WaitEnded(Samples.Noon, Cancelled: false, 2));

        var taken = TakeAll();
        Assert.InRange(taken.Count, 2, 100);
        Assert.Equal(1, ((WaitTicked)taken[^2]).Remaining);
        Assert.IsType<WaitEnded>(taken[^1]);
    }

    private List<RunEvent> TakeAll()
    {
        var taken = new List<RunEvent>();
        while (_backlog.TryTake(out var next))
        {
            taken.Add(next!);
        }

        return taken;
    }

    private static AttemptsMoved Moved(int ended) =>
        new(Samples.Noon, 1, [.. Enumerable.Repeat(Ended, ended)], [], Samples.Numbers());

    private static readonly EndedAttempt Ended = new(
        "v1",
        1,
        1,
        AttemptOutcome.Success,
        null,
        Jobs.JobStatus.Success,
        TimeSpan.Zero,
        null
    );
}
