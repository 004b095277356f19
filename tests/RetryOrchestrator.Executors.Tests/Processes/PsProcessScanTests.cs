using RetryOrchestrator.Executors.Processes;

namespace RetryOrchestrator.Executors.Tests.Processes;

public class PsProcessScanTests
{
    [Fact]
    public void A_line_gives_id_parent_start_and_token()
    {
        var entry = PsProcessScan.Parse(
            "  412   1 S+   Mon Nov  3 10:01:02 2025     python post.py A=1 ORCHESTRATOR_ATTEMPT_TOKEN=s-7 B=2"
        );

        Assert.Equal(
            new ProcessEntry(412, 1, new DateTime(2025, 11, 3, 10, 1, 2).Ticks)
            {
                Token = "s-7",
                Command = "python post.py A=1 ORCHESTRATOR_ATTEMPT_TOKEN=s-7 B=2",
            },
            entry
        );
    }

    [Fact]
    public void The_adb_server_is_known_by_its_arguments() =>
        Assert.True(
            new SpareList([]).Spares(
                new PsProcessScan().ArgumentsOf(
                    PsProcessScan
                        .Parse(
                            "5 1 S Mon Nov 3 10:01:02 2025 adb -L tcp:5037 fork-server server --reply-fd 4"
                        )!
                        .Value
                )
            )
        );

    [Theory]
    [InlineData("")]
    [InlineData("  7 1 Z Mon Nov 3 10:01:02 2025 (gone)")]
    public void Blank_lines_and_zombies_are_no_processes(string line) =>
        Assert.Null(PsProcessScan.Parse(line));
}
