using System.Management.Automation;
using RetryOrchestrator.Engine.Configuration;
using RetryOrchestrator.Engine.Files;
using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Text;
using RetryOrchestrator.Module.Composition;

namespace RetryOrchestrator.Module.Commands;

/// <content>What it is given to run: a list as a file or as objects, and the configuration beside it.</content>
public sealed partial class StartOrchestratorRunCommand
{
    private readonly List<PSObject> _piped = [];
    private bool _listIsFile;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var item in InputObject ?? [])
        {
            if (item?.BaseObject is FileInfo file)
            {
                TakeFile(file);
            }
            else
            {
                _piped.Add(item!);
            }
        }
    }

    // Get-Item jobs.csv | Start-OrchestratorRun: the list is what the file holds.
    private void TakeFile(FileInfo file)
    {
        if (JobsPath is { } other)
        {
            Fail(
                ErrorIds.SeveralLists,
                ErrorCategory.InvalidArgument,
                $"A run has one list, and '{other}' is one already; '{file.FullName}' is another.",
                file.FullName
            );
        }

        JobsPath = file.FullName;
        _listIsFile = true;
    }

    // Who may read the list may read what becomes of it, and nobody else.
    private FileRights Rights =>
        MyInvocation.ExpectingInput || InputObject is not null
            ? FileRights.Default
            : FileRights.OfJobs(ListPath);

    private bool ListIsFile => _listIsFile || (!MyInvocation.ExpectingInput && InputObject is null);

    private string ListPath => ResolvePath(JobsPath ?? "jobs.csv", nameof(JobsPath));

    private IJobSource FindJobs(ExecutorFactory executors)
    {
        if (_listIsFile && _piped.Count > 0)
        {
            Fail(
                ErrorIds.SeveralLists,
                ErrorCategory.InvalidArgument,
                "A run has one list: pipe one file, or jobs as objects, and not both.",
                JobsPath
            );
        }

        if (ListIsFile)
        {
            return new JobsFileSource(
                ListPath,
                executors.JobCheck?.Check,
                executors.JobCheck?.Name
            );
        }

        return new JobListSource(
            _piped.ConvertAll(PipedJob.Columns),
            CurrentFolder,
            executors.JobCheck?.Check
        );
    }

    private ConfigurationFile? FindConfiguration()
    {
        if (ConfigPath is { } path)
        {
            return FoundConfiguration.ReadNamed(
                ResolvePath(path, nameof(ConfigPath)),
                WriteWarning
            );
        }

        var beside = Path.Combine(Path.GetDirectoryName(ListPath)!, ConfigurationFile.FileName);
        return Path.Exists(beside) ? FoundConfiguration.Read(beside, WriteWarning) : null;
    }

    // What the commands that a message names need, to find this state from this folder.
    private string Locator =>
        (JobsPath, StatePath) switch
        {
            (null, null) => "",
            (_, { } state) => $"-StatePath '{state.Replace("'", "''")}'",
            ({ } jobs, _) => $"-JobsPath '{jobs.Replace("'", "''")}'",
        };
}
