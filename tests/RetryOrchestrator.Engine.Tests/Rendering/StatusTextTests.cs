using RetryOrchestrator.Engine.Configuration;
using RetryOrchestrator.Engine.Rendering;
using RetryOrchestrator.Engine.Rendering.Text;
using RetryOrchestrator.Engine.Summary;
using static RetryOrchestrator.Engine.Tests.Rendering.Approval;

namespace RetryOrchestrator.Engine.Tests.Rendering;

public class StatusTextTests
{
    private static readonly OrchestratorStatus Running = new()
    {
        StatePath = "/srv/posts/jobs.orchestrator.db",
        RunId = 3,
        State = RunState.Running,
        Pass = 2,
        MaxPasses = 5,
        Total = 200,
        Pending = 12,
        Claimed = 3,
        Succeeded = 170,
        Retrying = 4,
        Failed = 9,
        Skipped = 2,
        FailedAccount = 6,
        FailedInfrastructure = 1,
        FailedUnknown = 1,
        FailedInput = 1,
        SuccessRate = 85,
        StartedAt = Samples.Noon,
        UpdatedAt = Samples.Noon.AddMinutes(10),
        ProcessId = 4711,
        HostName = "posts-01",
        Workers =
        [
            new(1, "v17", "emulator-5554", Samples.Noon.AddMinutes(9)),
            new(2, "v\e[2J18", null, Samples.Noon.AddMinutes(8)),
        ],
        SetAside =
        [
            new(
                "28151FDH",
                "3 different jobs failed on it in a row, the last with: socket hang up",
                Samples.Noon
            ),
        ],
        Configuration =
        [
            new("Workers", "3", SettingSource.Default, ""),
            new("MaxPasses", "5", SettingSource.Parameter, "MaxPasses"),
            new("RetryDelaySeconds", "60s", SettingSource.File, "/srv/posts/orchestrator.json"),
        ],
    };

    private static readonly OrchestratorStatus NotStarted = new()
    {
        StatePath = "jobs.orchestrator.db",
    };

    [Fact]
    public void A_status_reads_as_approved()
    {
        var now = Samples.Noon.AddMinutes(10).AddSeconds(2);
        (string Title, OrchestratorStatus Status)[] samples =
        [
            ("running", Running),
            ("no run yet", NotStarted),
            (
                "waiting",
                Running with
                {
                    State = RunState.Waiting,
                    Claimed = 0,
                    Retrying = 7,
                    NextPassAt = now.AddSeconds(20),
                    Workers = [],
                    Configuration = [],
                }
            ),
            (
                "interrupted, with a long path",
                Running with
                {
                    State = RunState.Interrupted,
                    SetAside = [],
                    Claimed = 0,
                    Retrying = 7,
                    StatePath =
                        "/srv/"
                        + string.Join('/', Enumerable.Repeat("posts", 20))
                        + "/jobs.orchestrator.db",
                    Workers = [],
                    Configuration = [],
                }
            ),
        ];

        Verify(
            "status",
            samples.SelectMany(sample =>
                Case($"{sample.Title}, table", StatusText.Table(sample.Status))
                    .Concat(Case($"{sample.Title}, full", StatusText.Full(sample.Status, now)))
            )
        );
    }

    [Theory]
    [InlineData(RunState.Completed, 4, "4 (due in the next run)")]
    [InlineData(RunState.Completed, 0, "0")]
    [InlineData(RunState.Running, 4, "4")]
    [InlineData(RunState.Waiting, 4, "4")]
    [InlineData(RunState.Stopped, 4, "4")]
    [InlineData(RunState.Interrupted, 4, "4")]
    public void What_is_still_retried_is_due_in_the_next_run_once_this_one_is_over(
        RunState state,
        int retrying,
        string shown
    ) =>
        Assert.Contains(
            $"Retrying:    {shown}",
            StatusText.Full(Running with { State = state, Retrying = retrying }, Samples.Noon)
        );

    [Fact]
    public void Columns_line_up_and_lines_fit_whatever_the_numbers()
    {
        var huge = Running with
        {
            Total = int.MaxValue,
            Succeeded = int.MaxValue,
            Pending = int.MaxValue,
        };

        var rows = StatusText.Table(huge);

        Assert.Equal(DisplayWidth.Of(rows[0]), DisplayWidth.Of(rows[1]));
        Assert.All(
            StatusText.Full(huge, Samples.Noon),
            line => Assert.True(DisplayWidth.Of(line) <= 80, line)
        );
    }
}
