using System.Collections.Concurrent;
using System.Management.Automation;
using RetryOrchestrator.Devices;
using RetryOrchestrator.Devices.Flows;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Text;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Module.Composition;
using Job = RetryOrchestrator.Engine.Jobs.Job;

namespace RetryOrchestrator.Module.Commands;

/// <summary>
/// Tries a flow on one device for one job, step by step, or only checks it. No state is touched:
/// what the flow does with the app it really does, and no run knows of it.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "OrchestratorFlow")]
[OutputType(typeof(OrchestratorFlowStep))]
public sealed class TestOrchestratorFlowCommand : OrchestratorCmdlet
{
    // A trial has no time limit of its own: somebody looks on. Its session must have one.
    private static readonly TimeSpan LongestTrial = TimeSpan.FromHours(1);

    /// <summary>The flow, a YAML file.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string FlowPath { get; set; } = "";

    /// <summary>The jobs file that the job is taken from; without it placeholders are empty.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? JobsPath { get; set; }

    /// <summary>The job; by default the first.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JobId { get; set; }

    /// <summary>Checks the flow and touches no device.</summary>
    [Parameter]
    public SwitchParameter SyntaxOnly { get; set; }

    /// <summary>The device, by serial; by default any that adb shows ready.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Device { get; set; }

    /// <summary>The adb program; by default that of ANDROID_HOME or PATH.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AdbPath { get; set; }

    /// <summary>An Appium server or Selenium Grid; by default a server is started.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AppiumUrl { get; set; }

    /// <summary>The folder of the Appium that is started; by default APPIUM_HOME or PATH.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AppiumHome { get; set; }

    /// <summary>Where the evidence of a failure goes; by default a folder beside the flow.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ArtifactPath { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() =>
        Guard(() =>
        {
            var path = ResolvePath(FlowPath, nameof(FlowPath));
            var job = FindJob();
            var flow = DeviceRunOpening.ReadFlow(
                path,
                JobsPath is null ? null : job.Columns.Select(column => column.Key).ToList()
            );
            // What a start refuses is refused here too, with and without a device.
            List<string> devices = Device is null ? [] : DeviceRunOpening.ReadDevices([Device]);

            if (SyntaxOnly)
            {
                WriteObject(flow.Steps.Select(OrchestratorFlowStep.Checked), true);
            }
            else
            {
                Try(flow, job, devices, ArtifactsOf(path));
            }

            return true;
        });

    private void Try(Flow flow, Job job, List<string> devices, string artifacts)
    {
        using var steps = new BlockingCollection<OrchestratorFlowStep>();
        using var warnings = new BlockingCollection<string>();
        var request = new DeviceRunRequest
        {
            AdbPath = AdbPath is null ? null : ResolvePath(AdbPath, nameof(AdbPath)),
            Devices = devices,
            AppiumUrl = AppiumUrl,
            AppiumHome = AppiumHome is null ? null : ResolvePath(AppiumHome, nameof(AppiumHome)),
            Classifier = FailureClassifier.BuiltIn,
            AttemptTimeout = LongestTrial,
            Warn = warning =>
            {
                warnings.Add(warning);
                return ValueTask.CompletedTask;
            },
        };
        // The pipeline may only be written to by this thread: the others hand over what they have.
        var running = Task.Run(async () =>
        {
            try
            {
                return await RunAsync(request, flow, job, artifacts, steps).ConfigureAwait(false);
            }
            finally
            {
                steps.CompleteAdding();
            }
        });
        foreach (var step in steps.GetConsumingEnumerable())
        {
            WriteObject(step);
        }

        var result = running.GetAwaiter().GetResult();
        foreach (var warning in warnings)
        {
            WriteWarning(warning);
        }

        if (result is AttemptResult.Failed failed)
        {
            WriteError(
                ErrorIds.FlowFailed,
                $"{failed.Evidence.Message} Evidence: {artifacts}",
                flow
            );
        }
        else if (result is AttemptResult.Deferred deferred)
        {
            WriteError(ErrorIds.NoDevice, deferred.Reason, flow);
        }
    }

    private async Task<AttemptResult> RunAsync(
        DeviceRunRequest request,
        Flow flow,
        Job job,
        string artifacts,
        BlockingCollection<OrchestratorFlowStep> steps
    )
    {
        var attempt = new Attempt
        {
            Id = 1,
            Job = job,
            RunId = 0,
            Pass = 1,
            Worker = 1,
            Number = 1,
            CountedBefore = 0,
            ArtifactFolder = artifacts,
            Token = AttemptToken.Of($"try-{Guid.NewGuid():N}", new SystemProcessTable().Current, 1),
        };
        var run = await DeviceRunOpening.OpenAsync(request, StopToken).ConfigureAwait(false);
        await using var executor = new DeviceFlowExecutor(run, flow);
        return await executor
            .ExecuteAsync(
                attempt,
                new StopSignals(StopToken, StopToken),
                step => steps.Add(OrchestratorFlowStep.Of(step))
            )
            .ConfigureAwait(false);
    }

    private Job FindJob()
    {
        if (JobsPath is null)
        {
            return new Job("try", new JobColumns([new(ColumnName.JobId, "try")]));
        }

        var source = new JobsFileSource(
            ResolvePath(JobsPath, nameof(JobsPath)),
            ExecutorFactory.CheckDevice
        );
        var items = source.Read().ToList();
        var faults = items.Select(item => item.Fault).OfType<IntakeFault>().ToList();
        if (faults.Count > 0)
        {
            throw new IntakeException(
                source.Name,
                faults.Take(IntakeException.MaxShown).ToList(),
                faults.Count
            );
        }

        var job = items
            .Select(item => item.Row!.Job)
            .FirstOrDefault(job => JobId is null || job.Id == JobId);
        if (job is null)
        {
            Fail(
                ErrorIds.JobNotFound,
                ErrorCategory.ObjectNotFound,
                $"'{source.Name}' has no job '{JobId}'. Give the job_id of one of its rows.",
                JobId
            );
        }

        return job.ResolvedAgainst(source.BaseDirectory);
    }

    private string ArtifactsOf(string flowPath) =>
        ArtifactPath is null
            ? Path.Combine($"{Path.ChangeExtension(flowPath, null)}.artifacts", "try")
            : ResolvePath(ArtifactPath, nameof(ArtifactPath));

    private void WriteError(string id, string message, Flow flow) =>
        WriteError(
            new ErrorRecord(
                new InvalidOperationException(message),
                id,
                ErrorCategory.InvalidResult,
                flow.File
            )
        );
}
