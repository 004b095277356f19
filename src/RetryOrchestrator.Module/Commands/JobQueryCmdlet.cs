using System.Management.Automation;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Module.Completion;

namespace RetryOrchestrator.Module.Commands;

/// <summary>A cmdlet that is told which jobs are meant.</summary>
public abstract class JobQueryCmdlet : StateCmdlet
{
    private readonly List<string> _piped = [];

    /// <summary>Ids, which may hold wildcards. Also taken from piped objects.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    [ValidateNotNullOrEmpty]
    [Alias("Id")]
    public string[] JobId { get; set; } = [];

    /// <summary>Accounts, which may hold wildcards.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AccountCompleter))]
    public string[] Account { get; set; } = [];

    /// <summary>Statuses.</summary>
    [Parameter]
    public JobStatus[] Status { get; set; } = [];

    /// <summary>Categories of the last failure.</summary>
    [Parameter]
    public FailureCategory[] Category { get; set; } = [];

    /// <inheritdoc/>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public override string? JobsPath { get; set; }

    private protected JobQuery Query =>
        new()
        {
            JobIds = _piped,
            Accounts = Array.ConvertAll(Account, NameText.Of),
            Statuses = Status,
            Categories = Category,
        };

    private protected bool NothingPiped => MyInvocation.ExpectingInput && _piped.Count == 0;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (MyInvocation.ExpectingInput || JobId.Length != 1 || StatePath is not null)
        {
            return;
        }

        // The first word is an id, as most are; but whoever has just typed the path of a list to the
        // other cmdlets types it here too.
        if (JobsPath is null)
        {
            if (IsListPath(JobId[0]) && !IsIdHere(JobId[0]))
            {
                (JobsPath, JobId) = (JobId[0], []);
            }
        }
        else if (IsListPath(JobId[0]) && !IsListPath(JobsPath))
        {
            (JobsPath, JobId) = (JobId[0], [JobsPath]);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() =>
        // As lists are read: what was copied from where it can be seen means what is seen.
        _piped.AddRange(JobId.Select(NameText.Of));

    // By its name, or because a state lies beside it.
    private bool IsListPath(string word) =>
        !word.AsSpan().ContainsAny('*', '?')
        && (
            ListPlace.IsNamedLikeOne(word)
            || (
                File.Exists(ResolvePath(word, nameof(JobsPath)))
                && File.Exists(PathsOf(word, null).State)
            )
        );

    // A job may be called as a file is.
    private bool IsIdHere(string word)
    {
        try
        {
            using var reader = State.OpenForReading();
            return reader
                .ReadJobs(
                    new JobQuery
                    {
                        JobIds = [word],
                        IdsAreLiteral = true,
                        IncludeUnlisted = true,
                    }
                )
                .Any();
        }
        catch (StateException)
        {
            return false;
        }
    }
}
