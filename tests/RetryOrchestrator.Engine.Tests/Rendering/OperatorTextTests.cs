using System.Globalization;
using RetryOrchestrator.Engine.Events;
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
        var tags = Run.Select(e => OperatorText.Of(e, BannerStyle.Block))
            .OfType<RenderedBlock>()
            .Append(OperatorText.Configuration(Setup, BannerStyle.Block))
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
        Assert.Null(
            OperatorText.Of(new WarningRaised(Samples.Noon, "disk is full"), BannerStyle.Block)
        );
        Assert.Null(
            OperatorText.Of(
                new AttemptsMoved(Samples.Noon, 1, [], [], Samples.Numbers()),
                BannerStyle.Block
            )
        );
    }

    private static IEnumerable<string> WholeRun(BannerStyle style)
    {
        var run = new OpenedRun(1, Samples.Noon, Resumed: false, 1, null, 1, []);
        var opened = new RunOpened(
            Samples.Noon,
            run,
            new IntakeCounts(8, 8, 0, 0),
            new JobTally { Pending = 8 },
            LeftoversEnded: 0
        );
        return new[] { OperatorText.Of(opened, style), OperatorText.Configuration(Setup, style) }
            .Concat(Run.Select(e => OperatorText.Of(e, style)))
            .Append(OperatorText.Result(End, TimeSpan.FromSeconds(252), "", style))
            .OfType<RenderedBlock>()
            .SelectMany(block => block.Lines);
    }
}
