using System.Management.Automation;
using RetryOrchestrator.Devices;
using RetryOrchestrator.Devices.Adb;
using RetryOrchestrator.Devices.Scripts;
using RetryOrchestrator.Engine.Configuration;
using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Text;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Executors.Simulated;
using RetryOrchestrator.Module.Runspaces;
using Job = RetryOrchestrator.Engine.Jobs.Job;

namespace RetryOrchestrator.Module.Composition;

/// <summary>
/// Makes the executor of a run, and checks before anything starts that it can work: the program
/// is there, the script parses, the placeholders name columns of the list.
/// </summary>
internal sealed class ExecutorFactory(
    ResolvedSettings settings,
    string currentFolder,
    string workingFolder,
    ScriptBlock? scriptBlock,
    SessionState session,
    bool isHostOurs,
    IFailureClassifier classifier,
    IEventSink events,
    TimeProvider time,
    CancellationToken stop
)
{
    private readonly ExecutorKind _kind = ExecutorChoice.Of(settings, scriptBlock is not null);

    // The jobs' script; it is read once, whoever asks first.
    private JobScript? _script;

    /// <summary>What else has to be right with a job, by the name of the check; null for nothing.</summary>
    /// <exception cref="JobScriptException">The script cannot be run.</exception>
    public (string Name, Func<Job, string?> Check)? JobCheck =>
        _kind switch
        {
            ExecutorKind.Simulated => ("simulate", CheckSimulation),
            ExecutorKind.DeviceFlow => ("device", CheckDevice),
            ExecutorKind.ScriptFile or ExecutorKind.ScriptBlock when UsesDevice(Script) => (
                "device",
                CheckDevice
            ),
            _ => null,
        };

    /// <summary>Makes it.</summary>
    /// <param name="jobs">The list, of which the first job tells the columns.</param>
    /// <exception cref="ConfigurationException">The program is missing, or a placeholder is unknown.</exception>
    /// <exception cref="JobScriptException">The script cannot be run.</exception>
    public IJobExecutor Create(IJobSource jobs) =>
        _kind switch
        {
            ExecutorKind.Simulated => new SimulatedExecutor(
                settings.Number(SimulationSettings.SimulateSeed) ?? SimulatedExecutor.DefaultSeed,
                time: time
            ),
            ExecutorKind.Program => CreateProgram(
                jobs,
                (ProgramSettings.Command.Name, settings.Text(ProgramSettings.Command)!),
                (ProgramSettings.ArgumentList.Name, settings.List(ProgramSettings.ArgumentList))
            ),
            ExecutorKind.ScriptFile or ExecutorKind.ScriptBlock => CreateScript(Script),
            ExecutorKind.DeviceFlow => CreateFlow(jobs),
            _ => throw new InvalidOperationException($"No executor for {_kind}."),
        };

    private JobScript Script =>
        _script ??= scriptBlock is not null
            ? JobScript.FromBlock(scriptBlock, session)
            : JobScript.FromFile(settings.Text(ScriptSettings.ScriptPath)!);

    private DeviceFlowExecutor CreateFlow(IJobSource jobs)
    {
        var flow = DeviceRunOpening.ReadFlow(
            settings.Text(DeviceSettings.FlowPath)!,
            ColumnsOf(jobs)
        );
        var run = Now(end => OpenDevicesAsync(needsAppium: true, end));
        QuestionOfFlow = flow.Verify.Count > 0 ? new FlowVerifier(run, flow) : null;
        return new DeviceFlowExecutor(run, flow);
    }

    private Task<DeviceRun> OpenDevicesAsync(bool needsAppium, CancellationToken end) =>
        DeviceRunOpening.OpenAsync(
            new DeviceRunRequest
            {
                AdbPath = settings.Text(DeviceSettings.AdbPath),
                Devices = settings.List(DeviceSettings.Device),
                AccountDevices = settings
                    .Table(DeviceSettings.AccountDevice)
                    .ToDictionary(pair => pair.Key, pair => $"{pair.Value}"),
                AccountDevicePath = settings.Text(DeviceSettings.AccountDevicePath),
                KeepAccountDevice = settings.IsOn(DeviceSettings.KeepAccountDevice),
                AppiumUrl = settings.Text(DeviceSettings.AppiumUrl),
                AppiumHome = settings.Text(DeviceSettings.AppiumHome),
                Capabilities = settings.Table(DeviceSettings.AppiumCapability),
                NeedsAppium = needsAppium,
                AttemptTimeout = settings.Options.JobTimeout,
                Classifier = classifier,
                Warn = Warn,
                Time = time,
            },
            end
        );

    // The pipeline's thread waits; what is waited for must not want it.
    private T Now<T>(Func<CancellationToken, Task<T>> work) =>
        Task.Run(() => work(stop), stop).GetAwaiter().GetResult();

    private ValueTask Warn(string message)
    {
        events.Publish(new WarningRaised(time.GetUtcNow(), message));
        return ValueTask.CompletedTask;
    }

    // A list with faults is reported by its intake, all of them at once.
    private static List<string>? ColumnsOf(IJobSource jobs) =>
        jobs.Read().Select(item => item.Row).FirstOrDefault() is { } first
            ? first.Job.Columns.Select(column => column.Key).ToList()
            : null;

    /// <summary>What asks by the steps of the flow that was made; null without any.</summary>
    public FlowVerifier? QuestionOfFlow { get; private set; }

    /// <summary>Makes what runs a program for each job, or asks one about it.</summary>
    /// <param name="jobs">The list, of which the first job tells the columns.</param>
    /// <param name="command">The setting that names the program, and its value.</param>
    /// <param name="arguments">The setting with its arguments, and its value.</param>
    /// <exception cref="ConfigurationException">The program is missing, or a placeholder is unknown.</exception>
    public ProgramExecutor CreateProgram(
        IJobSource jobs,
        (string Setting, string Value) command,
        (string Setting, IReadOnlyList<string> Values) arguments
    )
    {
        var program = new ProgramLocator(currentFolder).Find(command.Value);
        if (program.Path is null)
        {
            throw ConfigurationException.OfSetting(command.Setting, [program.Problem!]);
        }

        var executor = new ProgramExecutor(program.Path, arguments.Values, workingFolder, time)
        {
            Warn = Warn,
            Leftovers = Leftovers,
        };
        if (ColumnsOf(jobs) is { } columns)
        {
            var problems = executor.FindUnknownPlaceholders(columns);
            if (problems.Count > 0)
            {
                throw ConfigurationException.OfSetting(arguments.Setting, problems);
            }
        }

        return executor;
    }

    /// <summary>Makes what asks a script block about a job.</summary>
    /// <exception cref="JobScriptException">A <c>$using:</c> expression cannot be passed.</exception>
    public ScriptBlockExecutor CreateQuestion(ScriptBlock block) =>
        CreateQuestion(JobScript.FromBlock(block, session));

    /// <summary>Makes what asks a script file about a job.</summary>
    /// <exception cref="JobScriptException">The script cannot be run.</exception>
    public ScriptBlockExecutor CreateQuestion(string path) =>
        CreateQuestion(JobScript.FromFile(path));

    private ScriptBlockExecutor CreateQuestion(JobScript script)
    {
        script.IsQuestion = true;
        return CreateScript(script);
    }

    private ScriptBlockExecutor CreateScript(JobScript script)
    {
        script.FailOnExitCode = !script.IsQuestion && settings.IsOn(ScriptSettings.FailOnExitCode);
        var devices = new LazyDeviceRun(end => OpenDevicesAsync(UsesDriver(script), end));
        if (UsesDevice(script))
        {
            // A missing adb is told before the first job; and no more workers start than devices.
            Now(devices.GetAsync);
        }

        return new ScriptBlockExecutor(
            script,
            workingFolder,
            devices,
            Warn,
            isHostOurs,
            time,
            Leftovers
        );
    }

    private LeftoverRules Leftovers =>
        new()
        {
            EndsAfterSuccess =
                settings.Text(LeftoverSettings.EndLeftovers) == nameof(LeftoverEnding.Always),
            Spare = new SpareList(settings.List(LeftoverSettings.SpareProcess)),
        };

    private static bool UsesDriver(JobScript script) =>
        script.AsksAttemptFor(nameof(ScriptAttempt.Driver));

    private static bool UsesDevice(JobScript script) =>
        UsesDriver(script) || script.AsksAttemptFor(nameof(ScriptAttempt.Device));

    /// <summary>What is wrong with the device that a job names; null for nothing.</summary>
    public static string? CheckDevice(Job job) =>
        job.Device is { } written
            ? DeviceSerial.Read(written, Engine.Jobs.ColumnName.Device).Problem
            : null;

    private static string? CheckSimulation(Job job) =>
        job.Columns[SimulationScript.ColumnName] is { } text
        && !string.IsNullOrWhiteSpace(text)
        && !SimulationScript.TryParse(text, out _, out var problem)
            ? $"{SimulationScript.ColumnName}: {problem}"
            : null;
}
