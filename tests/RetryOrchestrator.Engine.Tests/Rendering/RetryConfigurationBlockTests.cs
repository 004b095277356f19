using RetryOrchestrator.Engine.Configuration;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Rendering;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Text;
using static RetryOrchestrator.Engine.Tests.Rendering.Approval;

namespace RetryOrchestrator.Engine.Tests.Rendering;

public class RetryConfigurationBlockTests
{
    private static readonly RunSetup Defaults = new()
    {
        Options = new OrchestratorOptions(),
        Settings = [new("MaxPasses", "5", SettingSource.Default, "")],
        Executor = "simulated",
        JobsSource = "jobs.csv",
        StatePath = "jobs.orchestrator.db",
    };

    private static readonly RunSetup Everything = new()
    {
        Options = new OrchestratorOptions
        {
            Workers = 8,
            MaxPasses = 10,
            MaxAttemptsPerJob = 3,
            InfrastructureRetryLimit = 0,
            RetryDelay = TimeSpan.FromSeconds(60),
            RetryUnknown = false,
            JobTimeout = TimeSpan.FromSeconds(1.5),
            ShutdownTimeout = TimeSpan.Zero,
            ContinueOnAccountFailure = true,
            NewJobsOnly = true,
        },
        Settings =
        [
            new("Workers", "8", SettingSource.Parameter, "Workers"),
            new("MaxPasses", "10", SettingSource.Parameter, "MaxPasses"),
            new("MaxAttemptsPerJob", "3", SettingSource.File, "/srv/posts/orchestrator.json"),
            new("InfrastructureRetryLimit", "0", SettingSource.File, @"C:\posts\night.json"),
            new("RetryDelaySeconds", "60s", SettingSource.Parameter, "RetryDelay"),
            new("NoRetryUnknown", "True", SettingSource.Parameter, "NoRetryUnknown"),
            new("JobTimeoutSeconds", "1.5s", SettingSource.File, "orchestrator.json"),
            new("ShutdownTimeoutSeconds", "0s", SettingSource.File, "orchestrator.json"),
            new(
                "ContinueOnAccountFailure",
                "True",
                SettingSource.Parameter,
                "ContinueOnAccountFailure"
            ),
            new("NewJobsOnly", "True", SettingSource.Parameter, "NewJobsOnly"),
            new(
                "AdbPath",
                "/opt/android/platform-tools/adb",
                SettingSource.File,
                "orchestrator.json"
            ),
            new("ASettingWithALongNameIndeed", "on", SettingSource.Parameter, ""),
            new("AppiumUrl", "(none)", SettingSource.Default, ""),
        ],
        Executor = "python post.py {account} {video_path} --caption {caption} --log \e[31m",
        JobsSource =
            "/srv/a folder whose name goes on/and on/and on/with another below it/2026-03-01 posts of the night/jobs.csv",
        StatePath =
            "/srv/"
            + string.Join('/', Enumerable.Repeat("a-long-folder-name", 12))
            + "/jobs.orchestrator.db",
    };

    [Fact]
    public void The_retry_limits_stand_as_the_request_drew_them() =>
        Assert.Equal(
            """
            ============================================================
            RETRY CONFIGURATION
            ============================================================
              Max passes:              5
              Max attempts per job:    5
              Delay between passes:    30s
              Infra retry limit:       3
              Retry unknown errors:    True
            ============================================================
            """.ReplaceLineEndings("\n"),
            string.Join('\n', RetryConfigurationBlock.Render(Defaults, BannerStyle.Block).Take(9))
        );

    [Fact]
    public void The_block_reads_as_approved() =>
        Verify(
            "retry-configuration",
            [
                .. Case(
                    "all defaults",
                    RetryConfigurationBlock.Render(Defaults, BannerStyle.Block)
                ),
                .. Case(
                    "nothing is a default",
                    RetryConfigurationBlock.Render(Everything, BannerStyle.Block)
                ),
                .. Case("plain", RetryConfigurationBlock.Render(Defaults, BannerStyle.None)),
            ]
        );

    [Fact]
    public void Long_paths_do_not_break_the_layout() =>
        Assert.All(
            RetryConfigurationBlock.Render(Everything, BannerStyle.Block),
            line => Assert.True(DisplayWidth.Of(line) <= 80, line)
        );
}
