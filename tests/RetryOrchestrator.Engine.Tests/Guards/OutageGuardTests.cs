using RetryOrchestrator.Engine.Guards;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Engine.Tests.Guards;

/// <summary>What is given back when the run comes to hold. Evidence in, verdict out.</summary>
public sealed class OutageGuardTests
{
    private const int Jobs = 500;

    private readonly OutageGuard _guard = new(TimeSpan.FromMinutes(10));
    private long _jobs;

    public OutageGuardTests() => _guard.BeginPass(Jobs);

    [Fact]
    public void What_failed_in_a_row_is_given_back()
    {
        SucceedOften();

        Assert.Equal(Range(101, 10), GivenBack(Fail(10, began: 100)));
    }

    [Fact]
    public void What_failed_before_something_ended_that_had_begun_earlier_is_given_back_too()
    {
        SucceedOften();

        Assert.Empty(GivenBack(Fail(4, began: 100)));
        Succeed(began: 99);
        Assert.Empty(GivenBack(Fail(3, began: 100)));
        FailOtherwise(began: 98);

        Assert.Equal(
            Range(101, 4).Concat(Range(106, 3)).Concat(Range(110, 10)),
            GivenBack(Fail(10, began: 101))
        );
    }

    [Fact]
    public void What_failed_before_something_succeeded_that_began_later_is_not()
    {
        SucceedOften();

        Fail(4, began: 100);
        Succeed(began: 99);
        Fail(3, began: 101);
        Succeed(began: 101);

        Assert.Equal(Range(110, 10), GivenBack(Fail(10, began: 102)));
    }

    [Fact]
    public void What_failed_before_something_succeeded_that_began_in_the_same_instant_is()
    {
        SucceedOften();

        Fail(1, began: 100);
        Succeed(began: 100);

        Assert.Equal(Range(101, 1).Concat(Range(103, 10)), GivenBack(Fail(10, began: 101)));
    }

    [Fact]
    public void Nor_is_what_failed_in_another_way()
    {
        SucceedOften();

        FailOtherwise(began: 100);
        Succeed(began: 99);

        Assert.Equal(Range(103, 10), GivenBack(Fail(10, began: 101)));
    }

    [Fact]
    public void Nor_is_what_failed_in_an_earlier_pass()
    {
        SucceedOften();
        Fail(4, began: 100);
        Succeed(began: 99);

        _guard.BeginPass(Jobs);
        SucceedOften();

        Assert.Equal(Range(206, 10), GivenBack(Fail(10, began: 101)));
    }

    [Fact]
    public void A_hold_ends_with_a_success_of_what_began_since_it_failed_and_not_with_one_from_before()
    {
        SucceedOften();
        Fail(10, began: 100);

        Assert.Empty(Observe(Bearing.Success, began: 99, null));
        Assert.True(_guard.IsHolding);

        Assert.IsType<GuardVerdict.HoldEnded>(
            Assert.Single(Observe(Bearing.Success, began: 101, null))
        );
        Assert.False(_guard.IsHolding);
    }

    [Fact]
    public void What_was_at_work_when_the_hold_began_is_no_probe()
    {
        SucceedOften();
        Fail(10, began: 100);
        var first = _guard.Next!.Value;
        _guard.Probe(first);

        Observe(Bearing.Failure, began: 105, "connection_refused");
        Assert.False(_guard.MayProbe(first + OutageGuard.ProbeInterval));

        Observe(Bearing.Failure, began: (int)first.TotalSeconds, "connection_refused");
        Assert.True(_guard.MayProbe(first + OutageGuard.ProbeInterval));
    }

    private void SucceedOften()
    {
        for (var n = 0; n < 100; n++)
        {
            Succeed(began: n);
        }
    }

    private void Succeed(int began) => Observe(Bearing.Success, began, null);

    private void FailOtherwise(int began) => Observe(Bearing.Failure, began, "adb_timeout");

    private List<GuardVerdict> Fail(int jobs, int began) =>
        [
            .. Enumerable
                .Range(0, jobs)
                .SelectMany(_ => Observe(Bearing.Failure, began, "connection_refused")),
        ];

    private List<GuardVerdict> Observe(Bearing bearing, int began, string? failure)
    {
        List<GuardVerdict>? verdicts = null;
        var key = ++_jobs;
        _guard.Observe(
            new AttemptEvidence(
                Slot.OfWorker(1),
                bearing,
                IsRetry: false,
                TimeSpan.FromSeconds(began),
                TimeSpan.FromSeconds(Math.Max(began, 110)),
                failure is null ? null : Charged(key, failure)
            ),
            ref verdicts
        );
        return verdicts ?? [];
    }

    private static ChargedAttempt Charged(long key, string type) =>
        new(
            key,
            new StoredJob(key, new Job($"v{key}", new JobColumns([])), JobStatus.Pending, default),
            (int)key,
            new Failure(FailureCategory.Infrastructure, type, "no answer")
        );

    private static IEnumerable<int> GivenBack(IEnumerable<GuardVerdict> verdicts) =>
        verdicts.SelectMany(verdict => verdict.GivenBack).Select(given => given.Place);

    private static IEnumerable<int> Range(int from, int count) => Enumerable.Range(from, count);
}
