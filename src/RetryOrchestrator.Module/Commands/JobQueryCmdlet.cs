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
            Accounts = Array.ConvertAll(Account, InvisibleText.Remove),
            Statuses = Status,
            Categories = Category,
        };

    private protected bool NothingPiped => MyInvocation.ExpectingInput && _piped.Count == 0;

    /// <inheritdoc/>
    protected override void ProcessRecord() =>
        // As lists are read: what was copied from where it can be seen means what is seen.
        _piped.AddRange(JobId.Select(InvisibleText.Remove));
}
