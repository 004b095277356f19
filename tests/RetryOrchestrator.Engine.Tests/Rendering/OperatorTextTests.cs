using System.Globalization;
using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Rendering;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using static RetryOrchestrator.Engine.Tests.Rendering.Approval;

namespace RetryOrchestrator.Engine.Tests.Rendering;

public class OperatorTextTests
{
    private static readonly RunSetup Setup = new()
    {
        Options = new OrchestratorOptions { RetryDelay = TimeSpan.FromSeconds(12.5) },
        Executor = "python post.py {account} {video_path}",
        JobsSource = "jobs.csv",
        StatePath = "jobs.orchestrator.db",
    };

    private static readonly RunEnd End = new(
        1,
        PassResult.OnlyNonRetryable,
        Stopped: false,
        FirstPass: 1,
        Passes: 2,
        new JobTally
        {
            Succeeded = 6,
            FailedAccount = 1,
            FailedInput = 1,
        }
    );

    private static readonly RunEvent[] Run =
    [
        new PassStarted(Samples.Noon, 1, 5, Due: 8, Resumed: false),
        new PassEnded(Samples.Noon, Samples.FirstPass),
        new WaitStarted(Samples.Noon, 12, 2),
        new WaitTicked(Samples.Noon, 12, 12, 2),
        new WaitTicked(Samples.Noon, 2, 12, 2),
        new WaitEnded(Samples.Noon, Cancelled: false, 2),
        new PassStarted(Samples.Noon, 2, 5, Due: 2, Resumed: false),
        new PassEnded(Samples.Noon, Samples.SecondPass),
    ];

    [Theory]
    [InlineData(BannerStyle.Block)]
    [InlineData(BannerStyle.Box)]
    [InlineData(BannerStyle.None)]
    public void A_whole_run_reads_as_approved(BannerStyle style) =>
        Verify($"run-{style.ToString().ToLowerInvariant()}", WholeRun(style));

    [Fact]
    public void It_reads_the_same_in_every_culture()
    {
        var invariant = WholeRun(BannerStyle.Block).ToList();
        var before = CultureInfo.CurrentCulture;
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NegativeSign = "minus";
        culture.DateTimeFormat.TimeSeparator = ".";
        culture.DateTimeFormat.DateSeparator = ".";
        try
        {
            CultureInfo.CurrentCulture = culture;
            Assert.Equal(invariant, WholeRun(BannerStyle.Block));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Every_block_carries_the_tags_of_the_contract()
    {
        var tags = Run.Select(Text(BannerStyle.Block).Of)
            .OfType<RenderedBlock>()
            .Append(Text(BannerStyle.Block).Configuration(Setup))
            .Select(block => string.Join(' ', block.Tags))
            .Distinct();

        Assert.Equal(
            [
                "Orchestrator Pass",
                "Orchestrator Summary",
                "Orchestrator Wait",
                "Orchestrator Config",
            ],
            tags
        );
    }

    [Fact]
    public void Warnings_and_attempts_are_left_to_their_own_streams()
    {
        Assert.Null(Text(BannerStyle.Block).Of(new WarningRaised(Samples.Noon, "disk is full")));
        Assert.Null(
            Text(BannerStyle.Block)
                .Of(new AttemptsMoved(Samples.Noon, 1, [], [], Samples.Numbers()))
        );
    }

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(79)]
    public void In_a_narrow_terminal_nothing_is_framed_and_no_line_is_too_long(int columns)
    {
        foreach (var style in Enum.GetValues<BannerStyle>())
        {
            var lines = WholeRun(style, columns).ToList();
            Assert.All(lines, line => Assert.InRange(line.Length, 0, columns));
            Assert.DoesNotContain(lines, line => line.IndexOfAny(['║', '═', '█']) >= 0);
            Assert.Contains(lines, line => line.Contains("PASS 2 OF 5"));
        }
    }

    [Fact]
    public void A_narrow_terminal_reads_as_approved() =>
        Verify("run-narrow", WholeRun(BannerStyle.Block, 60));

    [Fact]
    public void Wider_than_80_columns_looks_as_80_columns_do() =>
        Assert.Equal(WholeRun(BannerStyle.Block), WholeRun(BannerStyle.Block, 200));

    [Fact]
    public void Times_are_of_the_operators_zone_and_name_it()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("Here", TimeSpan.FromHours(2), null, null);
        var text = new OperatorText(new OperatorLook { Style = BannerStyle.None, Zone = zone });

        var banner = text.Of(new PassStarted(Samples.Noon, 1, 5, 8, Resumed: false))!;

        Assert.Equal(["2026-03-01 14:00:00 +02:00 PASS 1 OF 5"], banner.Lines);
    }

    [Theory]
    [InlineData(BannerStyle.Block)]
    [InlineData(BannerStyle.None)]
    public void What_happens_in_a_log_has_its_moment_beside_it(BannerStyle style)
    {
        RunEvent[] events =
        [
            new WaitEnded(Samples.Noon, Cancelled: false, 2),
            new WaitEnded(Samples.Noon, Cancelled: true, 2),
            new LeftoversFound(Samples.Noon, new AttemptLeftovers(1, "v17", 1, 1, AreEnded: true)),
        ];

        Assert.Equal(
            [
                "2026-03-01 12:00:00 +00:00 Starting pass 2",
                "2026-03-01 12:00:00 +00:00 Shutdown requested, cancelling wait",
                "2026-03-01 12:00:00 +00:00 job v17 (attempt 1) left 1 process at work: ended",
            ],
            events.SelectMany(happened => Text(style).Of(happened)!.Lines)
        );
    }

    [Theory]
    [InlineData(3, 10, "STOPPING: 3 jobs at work have 10 seconds to end")]
    [InlineData(1, 1, "STOPPING: 1 job at work has 1 second to end")]
    [InlineData(2, 0, "STOPPING: 2 jobs at work are ended by force")]
    public void A_stop_says_what_is_at_work_and_how_long_that_has(
        int atWork,
        int seconds,
        string said
    )
    {
        var stop = new StopBegan(Samples.Noon, atWork, TimeSpan.FromSeconds(seconds));

        var lines = Text(BannerStyle.Block).Of(stop)!.Lines;

        Assert.All(lines, line => Assert.InRange(line.Length, 1, 80));
        Assert.Equal($"2026-03-01 12:00:00 +00:00 {said}", string.Join(' ', lines));
    }

    private static OperatorText Text(BannerStyle style, int columns = 80) =>
        new(
            new OperatorLook
            {
                Style = style,
                Columns = columns,
                Zone = TimeZoneInfo.Utc,
            }
        );

    private static IEnumerable<string> WholeRun(BannerStyle style, int columns = 80)
    {
        var text = Text(style, columns);
        var run = new OpenedRun(1, Samples.Noon, Resumed: false, 1, null, []);
        var opened = new RunOpened(
            Samples.Noon,
            run,
            new IntakeCounts(8, 8, 0, 0),
            new JobTally { Pending = 8 },
            LeftoversEnded: 0
        );
        return new[] { text.Of(opened), text.Configuration(Setup) }
            .Concat(Run.Select(text.Of))
            .Append(text.Result(Samples.Noon, End, TimeSpan.FromSeconds(252)))
            .OfType<RenderedBlock>()
            .SelectMany(block => block.Lines);
    }
}
