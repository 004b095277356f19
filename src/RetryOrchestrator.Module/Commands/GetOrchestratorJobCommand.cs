using System.Management.Automation;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Module.Commands;

/// <summary>Jobs with their last failure and attempts, or the attempts themselves.</summary>
[Cmdlet(VerbsCommon.Get, "OrchestratorJob")]
[OutputType(typeof(OrchestratorJob), typeof(OrchestratorAttempt))]
public sealed class GetOrchestratorJobCommand : JobQueryCmdlet
{
    /// <summary>Emits the attempts of the jobs meant, job by job, instead of the jobs.</summary>
    [Parameter]
    public SwitchParameter History { get; set; }

    /// <summary>Includes jobs that are no longer in the list.</summary>
    [Parameter]
    public SwitchParameter IncludeUnlisted { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (NothingPiped)
        {
            return;
        }

        var query = Query with { IncludeUnlisted = IncludeUnlisted };
        if (History)
        {
            WriteAll(reader => reader.ReadAttempts(query));
        }
        else
        {
            WriteAll(reader => reader.ReadJobs(query));
        }

        ReportUnknown(query);
    }

    // An id that was typed and is not there is a mistake, whatever the other conditions; a pattern
    // that matches nothing is an answer.
    private void ReportUnknown(JobQuery query)
    {
        var named = query.JobIds.Where(id => !id.AsSpan().ContainsAny('*', '?')).ToList();
        if (named.Count == 0)
        {
            return;
        }

        var known = Read(reader =>
            reader
                .ReadJobs(new JobQuery { JobIds = named, IncludeUnlisted = IncludeUnlisted })
                .Select(job => job.JobId)
                .ToHashSet()
        );
        foreach (var id in named.Distinct().Where(id => !known.Contains(id)))
        {
            var elsewhere = IncludeUnlisted ? "" : " (-IncludeUnlisted also shows former ones)";
            var path = ListPlace.IsPathLike(id) ? " The path of a list goes to -JobsPath." : "";
            WriteError(
                new ErrorRecord(
                    new ItemNotFoundException(
                        $"There is no job '{id}' in the list of '{StateInUse}'{elsewhere}. Ids are case-sensitive.{path}"
                    ),
                    ErrorIds.JobNotFound,
                    ErrorCategory.ObjectNotFound,
                    id
                )
            );
        }
    }
}
