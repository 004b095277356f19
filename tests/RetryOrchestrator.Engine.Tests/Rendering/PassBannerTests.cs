using CsCheck;
using RetryOrchestrator.Engine.Rendering;
using RetryOrchestrator.Engine.Text;
using static RetryOrchestrator.Engine.Tests.Rendering.Approval;

namespace RetryOrchestrator.Engine.Tests.Rendering;

public class PassBannerTests
{
    [Fact]
    public void The_box_is_the_one_the_contract_draws() =>
        Assert.Equal(
            """
            ################################################################################
            #                                                                              #
            #                                 PASS 2 OF 5                                  #
            #                                                                              #
            ################################################################################
            """.ReplaceLineEndings("\n"),
            string.Join('\n', PassBanner.Render(BannerStyle.Box, 2, 5, resumed: false))
        );

    [Fact]
    public void Each_style_reads_as_approved() =>
        Verify(
            "pass-banners",
            Enum.GetValues<BannerStyle>()
                .SelectMany(style =>
                    Case($"{style}", PassBanner.Render(style, 2, 5, resumed: false))
                        .Concat(
                            Case(
                                $"{style}, resumed",
                                PassBanner.Render(style, 12, 1000, resumed: true)
                            )
                        )
                )
                .Concat(
                    Case(
                        "Block, as long as it gets",
                        PassBanner.Render(
                            BannerStyle.Block,
                            int.MaxValue,
                            int.MaxValue,
                            resumed: true
                        )
                    )
                )
        );

    [Fact]
    public void Every_line_of_a_frame_is_exactly_80_columns_whatever_the_numbers() =>
        Gen.Select(Gen.Int[1, int.MaxValue], Gen.Int[1, int.MaxValue], Gen.Bool)
            .Sample(
                (pass, max, resumed) =>
                    new[] { BannerStyle.Block, BannerStyle.Box }
                        .SelectMany(style => PassBanner.Render(style, pass, max, resumed))
                        .All(line => DisplayWidth.Of(line) == 80)
            );
}
