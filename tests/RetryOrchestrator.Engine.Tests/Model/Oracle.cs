using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Passes;

namespace RetryOrchestrator.Engine.Tests.Model;

/// <summary>Where a command was cut off, as the state shows it afterwards.</summary>
/// <param name="Stopped">A stop; else a crash.</param>
/// <param name="Opened">Whether the run was open by then.</param>
/// <param name="Attempts">Attempts the command had begun, the one under way included.</param>
/// <param name="InFlight">Whether an attempt has no end.</param>
/// <param name="PassesEnded">Passes the command had brought to their end.</param>
/// <param name="Closed">Whether the run was closed outside a pass by then.</param>
/// <param name="PassOpen">Whether a pass was begun and not brought to its end, by a stop neither.</param>
internal sealed record CutOff(
    bool Stopped,
    bool Opened,
    int Attempts,
    bool InFlight,
    int PassesEnded,
    bool Closed = false,
    bool PassOpen = false
);

/// <summary>
/// Section 4 of the contract, said a second time and as plainly as can be: one worker, plain
/// loops, nothing stored. What the product does is compared with it.
/// </summary>
internal sealed class Oracle(IReadOnlyList<ScenarioJob> jobs)
{
    public sealed class JobState(ScenarioJob job)
    {
        public ScenarioJob Job => job;
        public JobStatus Status = JobStatus.Pending;
        public FailureCategory? Last;
        public int Counted;
        public int InRun;
        public int Granted;
        public int DuePass = 1;
    }

    public List<JobState> Jobs { get; } = jobs.Select(job => new JobState(job)).ToList();

    /// <summary>Results of the passes that ended in the last command.</summary>
    public List<PassResult> Results { get; } = [];

    private int? _openPass;
    private bool _begun;

    /// <summary>Runs a command, up to where it was cut off.</summary>
    public void Run(OrchestratorOptions options, CutOff? cut)
    {
        Results.Clear();
        if (cut is { Opened: false })
        {
            return;
        }

        var attempts = 0;
        if (_openPass is null)
        {
            Jobs.ForEach(job => NewBudget(job, options.NewJobsOnly));
        }

        var interrupted = Jobs.Where(job => job.Status == JobStatus.Claimed).ToList();
        var maxPasses = options.MaxPasses;
        var pass = _openPass ??= 1;
        var begun = _begun;
        _begun = cut is { PassOpen: true };
        if (begun)
        {
            maxPasses = Math.Max(maxPasses, pass); // a pass that was begun is finished
        }
        else if (!Jobs.Any(IsDue) || pass > maxPasses)
        {
            _openPass = cut is null or { Closed: true } ? null : pass;
            return;
        }

        for (; ; pass++)
        {
            _openPass = pass;
            if (cut is { InFlight: true, Attempts: 0 })
            {
                return; // died before it had even settled what an earlier crash had left
            }

            interrupted.ForEach(job => Fail(job, FailureCategory.Infrastructure, pass, options));
            interrupted.Clear();
            foreach (var job in Jobs.Where(job => IsDue(job) && job.DuePass <= pass).ToList())
            {
                if (!IsDue(job))
                {
                    continue; // skipped meanwhile with its account
                }

                if (IsCut(inFlight: false))
                {
                    return;
                }

                attempts++;
                if (IsCut(inFlight: true))
                {
                    job.Status = cut!.Stopped ? job.Status : JobStatus.Claimed;
                    if (cut.Stopped)
                    {
                        Results.Add(PassResult.Cancelled);
                    }

                    return;
                }

                Attempt(job, pass, options);
            }

            if (IsCut(inFlight: false))
            {
                return; // died between the last attempt and the end of the pass
            }

            var result = Result(pass, maxPasses);
            Results.Add(result);
            if (result != PassResult.RetryableRemaining)
            {
                _openPass = null;
                return;
            }
        }

        bool IsCut(bool inFlight) =>
            cut is not null
            && cut.InFlight == inFlight
            && cut.Attempts == attempts
            && cut.PassesEnded == Results.Count + (inFlight && cut.Stopped ? 1 : 0);
    }

    private PassResult Result(int pass, int maxPasses) =>
        Jobs.Any(IsDue)
            ? pass >= maxPasses
                ? PassResult.MaxPassesReached
                : PassResult.RetryableRemaining
            : Jobs.All(job => job.Status == JobStatus.Success)
                ? PassResult.AllComplete
                : PassResult.OnlyNonRetryable;

    private static bool IsDue(JobState job) =>
        job.Status is JobStatus.Pending or JobStatus.Retrying;

    private static void NewBudget(JobState job, bool newJobsOnly)
    {
        (job.InRun, job.Granted, job.DuePass) = (0, 0, 1);
        if (newJobsOnly)
        {
            job.Status = job.Status == JobStatus.Retrying ? JobStatus.Failed : job.Status;
        }
        else if (
            job.Status == JobStatus.Retrying
            || (job.Status == JobStatus.Failed && job.Last != FailureCategory.Account)
        )
        {
            job.Status = JobStatus.Pending;
        }
    }

    private void Attempt(JobState job, int pass, OrchestratorOptions options)
    {
        if (job.Job.Outcome(job.Counted) is { } category)
        {
            Fail(job, category, pass, options);
            return;
        }

        job.Counted++;
        job.InRun++;
        job.Last = null;
        job.Status = JobStatus.Success;
    }

    private void Fail(JobState job, FailureCategory category, int pass, OrchestratorOptions options)
    {
        job.Counted++;
        job.InRun++;
        job.Last = category;
        job.DuePass = pass + 1;
        var again = category switch
        {
            FailureCategory.Infrastructure => job.Granted < options.InfrastructureRetryLimit
                && job.InRun < options.MaxAttemptsPerJob,
            FailureCategory.Unknown => options.RetryUnknown
                && job.InRun < options.MaxAttemptsPerJob,
            _ => false,
        };
        job.Status = again ? JobStatus.Retrying : JobStatus.Failed;
        if (again && category == FailureCategory.Infrastructure)
        {
            job.Granted++;
        }

        if (
            category == FailureCategory.Account
            && job.Job.Account is not null
            && !options.ContinueOnAccountFailure
        )
        {
            foreach (var other in Jobs.Where(o => IsDue(o) && o.Job.Account == job.Job.Account))
            {
                other.Status = JobStatus.Skipped;
            }
        }
    }
}
