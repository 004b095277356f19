using System.Management.Automation;
using RetryOrchestrator.Engine;
using RetryOrchestrator.Engine.Configuration;
using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Outcomes.RulesFile;
using RetryOrchestrator.Engine.Rendering;
using RetryOrchestrator.Engine.Rendering.Live;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Text;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Module.Composition;
using RetryOrchestrator.Module.Pipeline;
using RetryOrchestrator.Storage.Marks;

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

    private bool _endsProcess;

    /// <inheritdoc/>
    protected override void EndProcessing() =>
        Guard(() =>
        {
            if (ListIsFile)
            {
                // A mistyped path has no configuration beside it either; that is not what is wrong.
                new JobsFileSource(ListPath).ThrowIfUnreadable();
            }

            var file = FindConfiguration();
            var settings = SettingsResolver.Resolve(RunSettings.Catalog, BoundSettings(), file);
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
        var isHostOurs = Host.Name == ConsoleHostName;
        ProcessEnd.IsShell = Host.Name == "ConsoleHost";
        var queue = new EventQueue(IsVerbose, time);
        var classifier = CreateClassifier(settings, queue, time);
        var executors = new ExecutorFactory(
            settings,
            CurrentFolder,
            workingFolder,
            ScriptBlock,
            SessionState,
            isHostOurs,
            classifier,
            queue,
            time,
            StopToken
        );
        var jobs = FindJobs(executors);
        var executor = executors.Create(jobs);
        IVerifier? verifier = null;
        try
        {
            verifier = new VerifierFactory(settings, VerifyBlock, executors).Create(jobs, executor);
            if (!Approved(jobs, settings, executor, output))
            {
                return;
            }

            new RunComposition(settings, paths, Rights, isHostOurs, classifier, queue, time).Use(
                executor,
                verifier,
                parts => Show(parts, settings, jobs, queue, output)
            );
        }
        finally
        {
            verifier?.DisposeAsync().AsTask().GetAwaiter().GetResult();
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
        var style = Enum.Parse<BannerStyle>(
            settings.Text(EngineSettings.Banner) ?? nameof(BannerStyle.Block)
        );
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
            StatePath = parts.Store.Address,
            Locator = Locator,
        };
        var display = new RunDisplay(output, progress, setup, style, Locator, parts.Time);
        using var lostAnswer = LostAnswer.WatchOver(Host, output, StopToken);

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
        // What failed in an earlier run was told by that run.
        if (end.AllSucceeded || end.NothingToDo)
        {
            ReportFlaky(output, end);
            return;
        }

        if (end.Halt is { } halt)
        {
            output.Error(
                new ErrorRecord(
                    new InvalidOperationException(RunResultText.Halted(end, halt, Locator)),
                    halt.ErrorId,
                    ErrorCategory.ResourceUnavailable,
                    end
                )
            );
            return;
        }

        var left = RunResultText.NotDone(end);
        var command = RunResultText.ListCommand(end.Jobs, Locator);
        var message = end.Stopped
            ? $"Run {end.RunId} was stopped: {left}. The next start resumes it. To list them: {command}"
            : $"Run {end.RunId} ended with jobs that did not succeed: {left}. To list them: {command}";
        var error = new ErrorRecord(
            new InvalidOperationException(message),
            end.Stopped ? ErrorIds.RunStopped : ErrorIds.RunIncomplete,
            end.Stopped ? ErrorCategory.OperationStopped : ErrorCategory.InvalidResult,
            end
        );
        if (end.Jobs.Uncertain > 0)
        {
            // The console host's exit code tells it apart.
            error.CategoryInfo.Reason = "UncertainJobs";
        }

        output.Error(error);
    }

    private void ReportFlaky(PipelineOutput output, RunEnd end)
    {
        if (!end.IsFlaky)
        {
            return;
        }

        output.Error(
            new ErrorRecord(
                new InvalidOperationException(
                    $"Run {end.RunId}: every job has succeeded, but {end.SucceededOnRetry} only on a retry, and "
                        + "-FailOnFlaky is on. To list them: "
                        + $"{RunResultText.FlakyCommand(Locator)}"
                ),
                ErrorIds.RunFlaky,
                ErrorCategory.InvalidResult,
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

        using var preview = State.OpenForPreview();
        using var begun = new BeginMarksFile(Paths.State);
        var (plan, warning) = RunPlan.Describe(
            preview,
            jobs,
            settings.Options,
            executor,
            begun.Read(),
            new SystemProcessTable().BootId,
            TimeProvider.System.GetUtcNow(),
            new KeptOutcomesFile(Paths.State)
        );
        if (warning is not null)
        {
            WriteWarning(warning);
        }

        return ShouldProcess(target, plan);
    }

    private static FailureClassifier CreateClassifier(
        ResolvedSettings settings,
        EventQueue queue,
        TimeProvider time
    ) =>
        settings.Text(EngineSettings.FailureRulesPath) is { } path
            ? new FailureClassifier(
                FailureRulesFile.Read(path),
                message => queue.Publish(new WarningRaised(time.GetUtcNow(), message))
            )
            : FailureClassifier.BuiltIn;

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
