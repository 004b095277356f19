using Microsoft.Extensions.Time.Testing;
using RetryOrchestrator.Engine.Rendering.Live;

namespace RetryOrchestrator.Engine.Tests.Rendering.Live;

public class DrawingPaceTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly DrawingPace _pace;

    public DrawingPaceTests() => _pace = new DrawingPace(_time);

    [Fact]
    public void The_first_drawing_is_due_at_once() => Assert.True(_pace.IsDue);

    [Theory]
    [InlineData(0, 200)]
    [InlineData(5, 200)]
    [InlineData(100, 2_000)]
    [InlineData(1_500, 30_000)]
    [InlineData(3_600_000, 60_000)]
    public void What_takes_long_is_drawn_seldom(int milliseconds, int nextAfter)
    {
        _pace.Draw(() => _time.Advance(TimeSpan.FromMilliseconds(milliseconds)));

        _time.Advance(TimeSpan.FromMilliseconds(nextAfter - 1));
        Assert.False(_pace.IsDue);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(_pace.IsDue);
    }

    [Fact]
    public void A_terminal_that_is_quick_again_is_drawn_on_often_again()
    {
        _pace.Draw(() => _time.Advance(TimeSpan.FromHours(8)));
        _time.Advance(TimeSpan.FromMinutes(1));
        _pace.Draw(() => { });

        _time.Advance(TimeSpan.FromMilliseconds(200));

        Assert.True(_pace.IsDue);
    }

    [Fact]
    public void A_drawing_says_while_it_goes_on_that_it_takes_long()
    {
        var said = new List<bool>();

        _pace.Draw(() =>
        {
            said.Add(_pace.TakesLong);
            _time.Advance(TimeSpan.FromMilliseconds(250));
            said.Add(_pace.TakesLong);
        });

        Assert.Equal([false, true], said);
    }
}
