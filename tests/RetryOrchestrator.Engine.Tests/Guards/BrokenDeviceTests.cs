using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Tests.Support;

namespace RetryOrchestrator.Engine.Tests.Guards;

/// <summary>
/// Rule 3 in whole runs whose executor gives out devices: 60 jobs, three devices, one of them broken.
/// Any worker may get it, so it is the device that is judged.
/// </summary>
public sealed class BrokenDeviceTests : IDisposable
{
    private const int Jobs = 60;
    private const string Broken = "B";

    private readonly RunHarness _run = new();
    private readonly Lock _lock = new();
    private int _begun;

    public BrokenDeviceTests() => _run.Options = new OrchestratorOptions { Workers = 3 };

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(40)]
    public async Task It_loses_three_attempts_and_no_job_pays_for_it(int breaksAt)
    {
        var end = await StartAsync((device, nth) => device == Broken && nth > breaksAt);

        Assert.True(end.AllSucceeded);
        Assert.All(
            _run.Jobs(),
            job => Assert.Equal((JobStatus.Success, 1), (job.Status, job.Attempts))
        );
        var lost = _run.Attempts().Where(a => a.Outcome == AttemptOutcome.Failed).ToList();
        Assert.Equal(3, lost.Count(attempt => attempt.GivenBack == "device B was set aside"));
        Assert.All(lost, attempt => Assert.Contains("device B", attempt.GivenBack));
        Assert.Contains("device B set aside", _run.Passes()[0].Guards);
        Assert.Equal(0, _run.Passes()[0].Failed);
    }

    [Fact]
    public async Task No_worker_is_blamed_for_it()
    {
        await StartAsync((device, _) => device == Broken);

        Assert.DoesNotContain(
            _run.Read(reader => reader.ReadStatus()).Guards,
            act => act.Subject.StartsWith("worker", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Healed_it_comes_back_when_the_job_it_is_tried_with_succeeds()
    {
        var isHealed = false;
        _run.OnEvent = happened =>
        {
            isHealed |= happened is GuardActed { Act.Action: "set aside" };
        };
        var served = 0;
        await StartAsync(
            (device, _) =>
            {
                if (isHealed)
                {
                    // Its pause passes while the others work.
                    _run.Time.Advance(TimeSpan.FromSeconds(1));
                    served += device == Broken ? 1 : 0;
                }

                return device == Broken && !isHealed;
            }
        );

        Assert.Equal(
            ["set aside", "back in use"],
            _run.Read(reader => reader.ReadStatus()).Guards.Select(act => act.Action)
        );
        Assert.InRange(served, 2, Jobs);
    }

    [Theory]
    [InlineData(FailureCategory.Input)]
    [InlineData(FailureCategory.Account)]
    public async Task That_all_its_jobs_have_wrong_files_or_suspended_accounts_is_not_its_fault(
        FailureCategory category
    )
    {
        _run.StopWhenGuardsAct();

        await StartAsync(
            new DeviceExecutor(
                ["A", Broken, "C"],
                (_, device) => device == Broken ? Result.Fail(category) : Result.Ok
            )
        );

        Assert.Empty(_run.Read(reader => reader.ReadStatus()).Guards);
    }

    [Fact]
    public async Task Three_jobs_with_wrong_files_on_the_only_device_set_nothing_aside()
    {
        _run.StopWhenGuardsAct();

        await StartAsync(["A"], (_, nth) => nth <= 3 ? Result.Input : Result.Ok);

        Assert.Empty(_run.Read(reader => reader.ReadStatus()).Guards);
        Assert.Equal(57, _run.Jobs().Count(job => job.Status == JobStatus.Success));
    }

    [Fact]
    public async Task Three_failures_on_the_only_device_set_nothing_aside()
    {
        _run.StopWhenGuardsAct();

        await StartAsync(
            ["A"],
            (_, nth) => nth is > 10 and <= 13 ? Result.Infrastructure : Result.Ok
        );

        Assert.Empty(_run.Read(reader => reader.ReadStatus()).Guards);
        Assert.All(_run.Jobs(), job => Assert.Equal(JobStatus.Success, job.Status));
    }

    [Fact]
    public async Task Ten_suspended_accounts_in_a_row_set_nothing_aside_and_hold_nothing()
    {
        _run.StopWhenGuardsAct();

        await StartAsync(["A", "B", "C"], (_, nth) => nth <= 10 ? Result.Account : Result.Ok);

        Assert.Empty(_run.Read(reader => reader.ReadStatus()).Guards);
    }

    [Fact]
    public async Task A_list_in_which_half_really_fail_sets_nothing_aside_and_holds_nothing()
    {
        _run.StopWhenGuardsAct();

        await StartAsync(
            ["A", "B", "C"],
            (job, _) => job % 2 == 0 ? Result.Infrastructure : Result.Ok
        );

        Assert.Empty(_run.Read(reader => reader.ReadStatus()).Guards);
    }

    [Fact]
    public async Task Jobs_that_name_a_broken_device_blame_it_and_not_the_worker_they_ran_on()
    {
        _run.StopWhenGuardsAct();

        // Programs: nothing is known of the device but that their jobs name it.
        await _run.StartAsync(
            ListSource.WithDevices(
                Enumerable.Range(1, Jobs).Select(n => ($"v{n}", n is > 20 and <= 30 ? "B" : null))
            ),
            new DelegateExecutor(attempt => attempt.Job.Device is null ? Result.Ok : Result.Unknown)
        );

        Assert.Empty(_run.Read(reader => reader.ReadStatus()).Guards);
    }

    [Fact]
    public async Task Turned_off_every_failure_counts()
    {
        _run.Options = _run.Options with { GuardSlots = false };

        await StartAsync((device, _) => device == Broken);

        Assert.Empty(_run.Read(reader => reader.ReadStatus()).Guards);
        Assert.All(_run.Attempts(), attempt => Assert.Null(attempt.GivenBack));
    }

    private Task<RunEnd> StartAsync(Func<string, int, bool> fails) =>
        StartAsync(
            new DeviceExecutor(
                ["A", Broken, "C"],
                (_, device) =>
                {
                    lock (_lock)
                    {
                        return fails(device, ++_begun) ? Result.Infrastructure : Result.Ok;
                    }
                }
            )
        );

    private Task<RunEnd> StartAsync(string[] devices, Func<int, int, AttemptResult> execute) =>
        StartAsync(
            new DeviceExecutor(
                devices,
                (attempt, _) =>
                {
                    lock (_lock)
                    {
                        return execute(int.Parse(attempt.Job.Id[1..], null), ++_begun);
                    }
                }
            )
        );

    private Task<RunEnd> StartAsync(DeviceExecutor executor) =>
        _run.StartAsync(
            ListSource.Of([.. Enumerable.Range(1, Jobs).Select(n => $"v{n}")]),
            executor
        );
}
