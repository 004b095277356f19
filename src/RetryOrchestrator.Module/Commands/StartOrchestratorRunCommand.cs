using System.Management.Automation;
using RetryOrchestrator.Engine;
using RetryOrchestrator.Engine.Artifacts;
using RetryOrchestrator.Engine.Configuration;
using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Files;
using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Rendering;
using RetryOrchestrator.Engine.Rendering.Live;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Module.Composition;
using RetryOrchestrator.Module.Pipeline;
using RetryOrchestrator.Storage;
using RetryOrchestrator.Storage.Marks;
using RetryOrchestrator.Storage.Mirror;

namespace RetryOrchestrator.Module.Commands;

/// <summary>Runs a list of jobs in retry passes, or resumes the run that was cut off.</summary>
[Cmdlet(
    VerbsLifecycle.Start,
    "OrchestratorRun",
    SupportsShouldProcess = true,
    DefaultParameterSetName = Configured
)]
[OutputType(typeof(RetryPassSummary))]
public sealed partial class StartOrchestratorRunCommand : StateCmdlet
{
    // The console host: its process is there for its command alone.
    private const string ConsoleHostName = "RetryOrchestrator.Host";

    private readonly List<PSObject> _piped = [];
    private bool _endsProcess;
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
                "SeveralLists",
                ErrorCategory.InvalidArgument,
                $"A run has one list, and '{other}' is one already; '{file.FullName}' is another.",
                file.FullName
            );
        }

        JobsPath = file.FullName;
        _listIsFile = true;
    }

    /// <inheritdoc/>
    protected override void EndProcessing() =>
        Guard(() =>
        {
            var file = FindConfiguration();
            var settings = SettingsResolver.Resolve(BoundSettings(), file);
            Run(settings, WorkingFolder.Of(settings, file, CurrentFolder));
            return true;
        });

    /// <inheritdoc/>
    /// <remarks>By now the commands after this one have taken and written all they were given.</remarks>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (_endsProcess)
        {
            ProcessEnd.Hurry();
        }
    }

    private void Run(ResolvedSettings settings, string workingFolder)
    {
        var paths = Paths;
        var time = TimeProvider.System;
        var output = new PipelineOutput(this, Host);
        ProcessEnd.IsShell = Host.Name == "ConsoleHost";
        var queue = new EventQueue(IsVerbose, time);
        var classifier = CreateClassifier(settings, queue, time);
        var executors = new ExecutorFactory(
            settings,
            CurrentFolder,
            workingFolder,
            ScriptBlock,
            SessionState,
            Host.Name == ConsoleHostName,
            classifier,
            queue,
            time,
            StopToken
        );
        var jobs = FindJobs(executors);
        var executor = executors.Create(jobs);
        try
        {
            if (!Approved(jobs, settings, executor, output))
            {
                return;
            }

            var options = new StateStoreOptions
            {
                Rights = Rights,
                LiveBusyTimeout = TimeSpan.FromSeconds(1),
            };
            options.Rights.Tighten(paths.Mirror);
            options.Rights.Tighten(paths.Artifacts);
            using var store = StatesWith(options).OpenForRun(paths.State);
            using var mark = Host.Name == ConsoleHostName ? new SessionMark(isOurs: true) : null;
            using var begun = new BeginMarksFile(paths.State, options.Rights);
            var parts = new RunParts
            {
                Store = store,
                Executor = executor,
                Classifier = classifier,
                Processes = new SystemProcessTable(),
                Events = queue,
                Artifacts = new RunArtifacts(
                    paths.Artifacts,
                    options.Rights,
                    message => queue.Publish(new WarningRaised(time.GetUtcNow(), message))
                )
                {
                    MaxBytes = settings.Options.MaxArtifactBytes,
                    MaxLogBytes = settings.Options.MaxLogBytes,
                },
                BeginMarks = begun,
                KeptOutcomes = new KeptOutcomesFile(paths.State, options.Rights),
                Mirror = new ProgressMirror(
                    paths.State,
                    paths.Mirror,
                    settings.Options.MaxAttemptsPerJob,
                    options
                ),
                Time = time,
            };
            Show(parts, settings, jobs, queue, output);
        }
        finally
        {
            executor.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private void Show(
        RunParts parts,
        ResolvedSettings settings,
        IJobSource jobs,
        EventQueue queue,
        PipelineOutput output
    )
    {
        var style = Enum.Parse<BannerStyle>(settings.Text("Banner") ?? nameof(BannerStyle.Block));
        var progress = new ProgressDisplay(
            output,
            queue.Progress,
            settings.Options.Workers,
            parts.Time
        );
        var setup = new RunSetup
        {
            Options = settings.Options,
            Settings = settings.Effective,
            Executor = parts.Executor.Description,
            JobsSource = jobs.Name,
            StatePath = parts.Store.Path,
            Locator = Locator,
        };
        var display = new RunDisplay(output, progress, setup, style, Locator, parts.Time);

        RunEnd end;
        try
        {
            end = LiveRun.Run(
                signals =>
                    new Orchestrator(parts, settings.Options).RunAsync(
                        jobs,
                        settings.Effective,
                        signals.Stop,
                        signals.Kill
                    ),
                queue,
                display.Show,
                StopToken
            );
        }
        finally
        {
            progress.Clear();
        }

        display.ShowResult(end);
        if (ProcessEnd.IsNear && output.IsBlind)
        {
            // The terminal was closed: pwsh would not survive to show it an error there.
            _endsProcess = true;
            return;
        }

        ReportWhatIsLeft(output, end);
        output.ThrowIfLost();
    }

    private void ReportWhatIsLeft(PipelineOutput output, RunEnd end)
    {
        if (end.AllSucceeded)
        {
            return;
        }

        var left = RunResultText.NotDone(end.Jobs);
        var command = RunResultText.ListCommand(end.Jobs, Locator);
        var message = end.Stopped
            ? $"Run {end.RunId} was stopped: {left}. The next start resumes it. To list them: {command}"
            : $"Run {end.RunId} ended with jobs that did not succeed: {left}. To list them: {command}";
        output.Error(
            new ErrorRecord(
                new InvalidOperationException(message),
                end.Stopped ? "RunStopped" : "RunIncomplete",
                end.Stopped ? ErrorCategory.OperationStopped : ErrorCategory.InvalidResult,
                end
            )
        );
    }

    private bool Approved(
        IJobSource jobs,
        ResolvedSettings settings,
        IJobExecutor executor,
        PipelineOutput output
    )
    {
        var target = $"the jobs of '{jobs.Name}'";
        if (!IsWhatIf)
        {
            return MayAsk
                ? ShouldProcess(target, "Run")
                : output.Says(() => ShouldProcess(target, "Run"), otherwise: true);
        }

        using var preview = States.OpenForPreview(Paths.State);
        using var begun = new BeginMarksFile(Paths.State);
        var plan = RunPlan.Describe(
            preview,
            jobs,
            settings.Options,
            executor,
            begun.Read(),
            new SystemProcessTable().BootId,
            TimeProvider.System.GetUtcNow(),
            new KeptOutcomesFile(Paths.State)
        );
        return ShouldProcess(target, plan);
    }

    // Who may read the list may read what becomes of it, and nobody else.
    private FileRights Rights =>
        MyInvocation.ExpectingInput || InputObject is not null
            ? FileRights.Default
            : FileRights.OfJobs(ResolvePath(JobsPath ?? "jobs.csv", nameof(JobsPath)));

    private IJobSource FindJobs(ExecutorFactory executors)
    {
        if (_listIsFile && _piped.Count > 0)
        {
            Fail(
                "SeveralLists",
                ErrorCategory.InvalidArgument,
                "A run has one list: pipe one file, or jobs as objects, and not both.",
                JobsPath
            );
        }

        if (_listIsFile || (!MyInvocation.ExpectingInput && InputObject is null))
        {
            var path = ResolvePath(JobsPath ?? "jobs.csv", nameof(JobsPath));
            return new JobsFileSource(path, executors.JobCheck?.Check, executors.JobCheck?.Name);
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

        var jobs = ResolvePath(JobsPath ?? "jobs.csv", nameof(JobsPath));
        var beside = Path.Combine(Path.GetDirectoryName(jobs)!, ConfigurationFile.FileName);
        return Path.Exists(beside) ? FoundConfiguration.Read(beside, WriteWarning) : null;
    }

    private static FailureClassifier CreateClassifier(
        ResolvedSettings settings,
        EventQueue queue,
        TimeProvider time
    ) =>
        settings.Text("FailureRulesPath") is { } path
            ? new FailureClassifier(
                FailureRulesFile.Read(path),
                message => queue.Publish(new WarningRaised(time.GetUtcNow(), message))
            )
            : FailureClassifier.BuiltIn;

    // What the commands that a message names need, to find this state from this folder.
    private string Locator =>
        (JobsPath, StatePath) switch
        {
            (null, null) => "",
            (_, { } state) => $"-StatePath '{state.Replace("'", "''")}'",
            ({ } jobs, _) => $"-JobsPath '{jobs.Replace("'", "''")}'",
        };

    // Without it PowerShell only says what is done, where -Verbose is on.
    private bool MayAsk =>
        IsOn("Confirm", "null")
        || GetVariableValue("ConfirmPreference")?.ToString() is "Low" or "Medium";

    private bool IsWhatIf => IsOn("WhatIf", "WhatIfPreference");

    private bool IsVerbose =>
        MyInvocation.BoundParameters.TryGetValue("Verbose", out var given)
            ? ((SwitchParameter)given).ToBool()
            : GetVariableValue("VerbosePreference")?.ToString() is not ("SilentlyContinue" or null);

    private bool IsOn(string parameter, string preference) =>
        MyInvocation.BoundParameters.TryGetValue(parameter, out var given)
            ? ((SwitchParameter)given).ToBool()
            : LanguagePrimitives.IsTrue(GetVariableValue(preference));
}
