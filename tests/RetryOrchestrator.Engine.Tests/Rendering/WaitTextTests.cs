using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Rendering;
using static RetryOrchestrator.Engine.Tests.Rendering.Approval;

namespace RetryOrchestrator.Engine.Tests.Rendering;

public class WaitTextTests
{
    [Fact]
    public void A_wait_reads_as_approved() =>
        Verify(
            "waits",
            [
                .. Case("30 s", Wait(30, 2, BannerStyle.Block)),
                .. Case("25 s", Wait(25, 12, BannerStyle.Block)),
                .. Case("1 s, plain", Wait(1, 2, BannerStyle.None)),
                .. Case("stopped after 10 s", Wait(30, 2, BannerStyle.Box, stoppedAt: 20)),
                .. Case("no wait", Wait(0, 2, BannerStyle.Block)),
            ]
        );

    [Theory]
    [InlineData(30, 30, false)]
    [InlineData(30, 29, false)]
    [InlineData(30, 20, true)]
    [InlineData(30, 10, true)]
    [InlineData(30, 1, false)]
    [InlineData(5, 1, false)]
    [InlineData(3605, 3595, true)]
    public void Every_tenth_second_of_a_wait_gives_a_line(int seconds, int remaining, bool line) =>
        Assert.Equal(line ? 1 : 0, WaitText.Ticked(new(Samples.Noon, remaining, seconds, 2)).Count);

    private static IEnumerable<string> Wait(
        int seconds,
        int nextPass,
        BannerStyle style,
        int stoppedAt = 0
    )
    {
        RunEvent[] events =
        [
            new WaitStarted(Samples.Noon, seconds, nextPass),
            .. Enumerable
                .Range(0, seconds - stoppedAt + 1)
                .Select(elapsed => seconds - elapsed)
                .Where(remaining => remaining > 0)
                .Select(remaining => new WaitTicked(Samples.Noon, remaining, seconds, nextPass)),
            new WaitEnded(Samples.Noon, Cancelled: stoppedAt > 0, nextPass),
        ];
        return events.SelectMany(e =>
            new OperatorText(new OperatorLook { Style = style, Zone = TimeZoneInfo.Utc })
                .Of(e)
                ?.Lines
            ?? []
        );
    }
}
