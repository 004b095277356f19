using CsCheck;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Rendering;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Text;
using static RetryOrchestrator.Engine.Tests.Rendering.Approval;

namespace RetryOrchestrator.Engine.Tests.Rendering;

public class PassSummaryBoxTests
{
    private static readonly RetryPassSummary EveryRow = Samples.SecondPass with
    {
        Processed = 10_000_000,
        Succeeded = 9_999_996,
        FailedAccount = 1,
        FailedInfrastructure = 1,
        FailedUnknown = 1,
        FailedInput = 1,
        Skipped = 7,
        Cancelled = 3,
        Deferred = 2,
        SuccessRate = 99.9,
        Duration = new TimeSpan(2, 3, 4, 5),
        Result = PassResult.Cancelled,
        NextAction = "CANCELLED: 3 jobs still due; the next start resumes pass 2",
        RunSucceeded = 9_999_997,
        RunTotal = 10_000_011,
    };

    private static readonly RetryPassSummary NothingProcessed = Samples.FirstPass with
    {
        Processed = 0,
        Succeeded = 0,
        FailedAccount = 0,
        FailedInfrastructure = 0,
        SuccessRate = 0,
        Duration = TimeSpan.Zero,
        Result = PassResult.AllComplete,
        NextAction = "COMPLETE: all 8 jobs succeeded",
        RunSucceeded = 8,
    };

    private static readonly Gen<int> Counts = Gen.OneOf(
        Gen.Int[0, 10_000_000],
        Gen.Const(0),
        Gen.Const(int.MaxValue)
    );

    private static readonly Gen<string> NextActions = Gen.OneOf(
        Gen.String,
        Gen.String[Gen.Char.AlphaNumeric, 0, 200],
        Samples
            .OneOf("CONTINUING:", " ", "12 jobs", "日本語", "👩‍👩‍👧", "\n", "\e[2J")
            .Array[0, 30]
            .Select(string.Concat)
    );

    private static readonly Gen<RetryPassSummary> Summaries =
        from counts in Counts.Array[12]
        from milliseconds in Gen.Long[0, 400L * 24 * 60 * 60 * 1000]
        from rate in Gen.Int[0, 1000]
        from next in NextActions
        select Samples.FirstPass with
        {
            Pass = counts[0],
            Processed = counts[1],
            Succeeded = counts[2],
            FailedAccount = counts[3],
            FailedInfrastructure = counts[4],
            FailedUnknown = counts[5],
            FailedInput = counts[6],
            Skipped = counts[7],
            Cancelled = counts[8],
            Deferred = counts[11],
            RunSucceeded = counts[9],
            RunTotal = counts[10],
            SuccessRate = rate / 10.0,
            Duration = TimeSpan.FromMilliseconds(milliseconds),
            NextAction = next,
        };

    [Fact]
    public void The_box_is_the_one_the_contract_draws() =>
        Assert.Equal(
            """
            ╔══════════════════════════════════════════════════════════════════════════════╗
            ║                                PASS 1 SUMMARY                                ║
            ╠══════════════════════════════════════════════════════════════════════════════╣
            ║  Jobs Processed:                                                           8 ║
            ║  ✓ Succeeded:                                                              5 ║
            ║  ✗ Failed (account issues):                                                1 ║
            ║  ⟳ Failed (infrastructure):                                                2 ║
            ║  ? Failed (unknown):                                                       0 ║
            ╠══════════════════════════════════════════════════════════════════════════════╣
            ║  Success Rate:                                                         62.5% ║
            ║  Duration:                                                           0:04:12 ║
            ╠══════════════════════════════════════════════════════════════════════════════╣
            ║  Next:                             CONTINUING: 2 jobs will retry in pass 2   ║
            ╚══════════════════════════════════════════════════════════════════════════════╝
            """.ReplaceLineEndings("\n"),
            string.Join('\n', PassSummaryBox.Render(Samples.FirstPass, BannerStyle.Block))
        );

    [Fact]
    public void Each_kind_of_summary_reads_as_approved() =>
        Verify(
            "pass-summaries",
            new[]
            {
                ("first pass", Samples.FirstPass),
                ("later pass", Samples.SecondPass),
                ("every row", EveryRow),
                ("nothing processed", NothingProcessed),
            }.SelectMany(sample =>
                Case($"{sample.Item1}, boxed", PassSummaryBox.Render(sample.Item2, BannerStyle.Box))
                    .Concat(
                        Case(
                            $"{sample.Item1}, plain",
                            PassSummaryBox.Render(sample.Item2, BannerStyle.None)
                        )
                    )
            )
        );

    [Fact]
    public void Every_line_of_the_box_is_exactly_80_columns_whatever_the_numbers() =>
        Summaries.Sample(summary =>
            PassSummaryBox
                .Render(summary, BannerStyle.Block)
                .All(line => DisplayWidth.Of(line) == 80)
        );

    [Fact]
    public void No_plain_line_is_wider_than_80_columns() =>
        Summaries.Sample(summary =>
            PassSummaryBox
                .Render(summary, BannerStyle.None)
                .All(line => DisplayWidth.Of(line) <= 80)
        );

    [Fact]
    public void Next_is_wrapped_and_never_cut() =>
        Summaries.Sample(summary =>
        {
            var lines = PassSummaryBox.Render(summary, BannerStyle.Block).ToList();
            var first = lines.FindIndex(line =>
                line.StartsWith("║  Next:", StringComparison.Ordinal)
            );
            var shown = lines[first..^1].Select(line => line["║  Next:".Length..^1]);
            return string.Concat(shown).Replace(" ", "")
                == TerminalText.CleanLine(summary.NextAction).Replace(" ", "");
        });
}
