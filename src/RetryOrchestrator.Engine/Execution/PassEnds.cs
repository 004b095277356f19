using RetryOrchestrator.Engine.Guards;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Engine.Execution;

/// <summary>
/// What the workers' reports come to: each end is settled by the rules and shown to all that judge by
/// it, the account's stop, the guards, and whether what runs the jobs is there at all.
/// </summary>
/// <remarks>Not thread-safe: the coordinator of a pass owns it.</remarks>
internal sealed class PassEnds(PassContext context, PassClaims claims, PassGuards guards, int due)
{
    private readonly MissingCommand _missingCommand = new(due);

    /// <summary>Why the run is to stop itself; null while it need not.</summary>
    public RunHalt? Halt { get; private set; }

    /// <summary>Settles what ended; claims whose turn had not come are given back.</summary>
    public (List<SettledAttempt> Settled, List<ClaimedAttempt> Withdrawn) Settle(
        List<WorkerReport> ended
    )
    {
        var settled = new List<SettledAttempt>(ended.Count);
        var withdrawn = new List<ClaimedAttempt>();
        foreach (var report in ended)
        {
            if (report.Fault is { } fault)
            {
                throw fault;
            }

            if (claims.End(report, out var claimed))
            {
                var attempt = Settle(claimed, report);
                settled.Add(attempt);
                guards.Observe(attempt);
            }
            else
            {
                withdrawn.Add(claimed);
            }
        }

        return (settled, withdrawn);
    }

    private SettledAttempt Settle(ClaimedAttempt claimed, WorkerReport report)
    {
        var settlement = Settlement.Of(
            report.AttemptId,
            claimed.Job,
            report.Verdict,
            context.Pass,
            context.Options,
            context.Clock.Now
        );
        if (!context.Options.ContinueOnMissingCommand)
        {
            Halt ??= _missingCommand.Observe(claimed.Job.Job.Id, report.Verdict);
        }

        return new SettledAttempt(claimed, settlement, report.Duration)
        {
            Slot = report.Verdict.Device is { } device
                ? Slot.OfDevice(device)
                : claimed.Worker.Slot,
        };
    }
}
