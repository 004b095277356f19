using System.Collections;
using System.Management.Automation;
using RetryOrchestrator.Engine.Rendering;
using RetryOrchestrator.Executors.Processes;

namespace RetryOrchestrator.Module.Commands;

// What can be said to Start-OrchestratorRun. Ranges are those of RunSettings, which checks the
// configuration file by them too; they stand here for Get-Help, and a test compares them.
public sealed partial class StartOrchestratorRunCommand
{
    private const string Configured = "Configured";
    private const string Simulated = "Simulated";
    private const string Program = "Program";
    private const string Block = "ScriptBlock";
    private const string Script = "ScriptFile";
    private const string DeviceFlow = "DeviceFlow";
    private const int Week = 7 * 24 * 3600;

    /// <summary>Jobs as objects, instead of a jobs file: each property is a column.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject[]? InputObject { get; set; }

    /// <summary>Jobs that run at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    [WholeNumber]
    public int Workers { get; set; } = 3;

    /// <summary>Passes of one run, the first included.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    [WholeNumber]
    public int MaxPasses { get; set; } = 5;

    /// <summary>Attempts of one job over all passes of a run.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    [WholeNumber]
    public int MaxAttemptsPerJob { get; set; } = 5;

    /// <summary>Retries granted to one job after infrastructure failures.</summary>
    [Parameter]
    [ValidateRange(0, 1000)]
    [WholeNumber]
    public int InfrastructureRetryLimit { get; set; } = 3;

    /// <summary>The wait between passes, in seconds.</summary>
    [Parameter]
    [Alias("RetryDelay")]
    [ValidateRange(0, Week)]
    [WholeNumber]
    public int RetryDelaySeconds { get; set; } = 30;

    /// <summary>Does not retry failures that no rule knows.</summary>
    [Parameter]
    public SwitchParameter NoRetryUnknown { get; set; }

    /// <summary>The time limit of one attempt, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, Week)]
    [WholeNumber]
    public int JobTimeoutSeconds { get; set; } = 300;

    /// <summary>The time a stopped attempt is given before it is killed, in seconds.</summary>
    [Parameter]
    [ValidateRange(0, 3600)]
    [WholeNumber]
    public int ShutdownTimeoutSeconds { get; set; } = 10;

    /// <summary>After which attempts the processes that they leave at work are ended.</summary>
    [Parameter(ParameterSetName = Program)]
    [Parameter(ParameterSetName = Block)]
    [Parameter(ParameterSetName = Script)]
    [Parameter(ParameterSetName = Configured)]
    public LeftoverEnding EndLeftovers { get; set; }

    /// <summary>Servers that are never ended, by name, beside those that are spared anyway.</summary>
    [Parameter(ParameterSetName = Program)]
    [Parameter(ParameterSetName = Block)]
    [Parameter(ParameterSetName = Script)]
    [Parameter(ParameterSetName = Configured)]
    [ValidateNotNullOrEmpty]
    public string[]? SpareProcess { get; set; }

    /// <summary>The most that is kept of what one attempt says, in megabytes.</summary>
    [Parameter]
    [ValidateRange(1, 100_000)]
    [WholeNumber]
    public int MaxLogMegabytes { get; set; } = 50;

    /// <summary>
    /// The most that is kept of a run's logs and evidence, in megabytes: then the oldest of
    /// attempts that succeeded make room.
    /// </summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [WholeNumber]
    public int MaxArtifactMegabytes { get; set; } = 10_000;

    /// <summary>Goes on with an account's other jobs after an account failure.</summary>
    [Parameter]
    public SwitchParameter ContinueOnAccountFailure { get; set; }

    /// <summary>Goes on when a command is missing, where the run would stop itself.</summary>
    [Parameter]
    public SwitchParameter ContinueOnMissingCommand { get; set; }

    /// <summary>A run in which jobs succeeded only on a retry is not a full success.</summary>
    [Parameter]
    public SwitchParameter FailOnFlaky { get; set; }

    /// <summary>How long a run may hold in all while everything fails alike, in seconds.</summary>
    [Parameter]
    [ValidateRange(0, Week)]
    [WholeNumber]
    public int OutageHoldSeconds { get; set; } = 600;

    /// <summary>Does not set aside a worker or device on which different jobs fail.</summary>
    [Parameter]
    public SwitchParameter NoSlotGuard { get; set; }

    /// <summary>Does not run a job alone under which the process died.</summary>
    [Parameter]
    public SwitchParameter NoPoisonGuard { get; set; }

    /// <summary>Leaves all failures of earlier runs alone.</summary>
    [Parameter]
    public SwitchParameter NewJobsOnly { get; set; }

    /// <summary>How loudly a pass announces itself.</summary>
    [Parameter]
    public BannerStyle Banner { get; set; }

    /// <summary>A configuration file; by default orchestrator.json beside the jobs file.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ConfigPath { get; set; }

    /// <summary>A file of failure rules, tried before the built-in ones.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? FailureRulesPath { get; set; }

    /// <summary>Runs no job, and makes up outcomes.</summary>
    [Parameter(ParameterSetName = Simulated, Mandatory = true)]
    public SwitchParameter Simulate { get; set; }

    /// <summary>The seed of made-up outcomes.</summary>
    [Parameter(ParameterSetName = Simulated)]
    [Parameter(ParameterSetName = Configured)]
    [WholeNumber]
    public int SimulateSeed { get; set; }

    /// <summary>The program that runs a job.</summary>
    [Parameter(ParameterSetName = Program, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string? Command { get; set; }

    /// <summary>Its arguments; {column} stands for the job's column.</summary>
    [Parameter(ParameterSetName = Program)]
    [Parameter(ParameterSetName = Configured)]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string[]? ArgumentList { get; set; }

    /// <summary>
    /// The folder in which programs and scripts run; by default that of the configuration file, else
    /// the current one.
    /// </summary>
    [Parameter(ParameterSetName = Program)]
    [Parameter(ParameterSetName = Block)]
    [Parameter(ParameterSetName = Script)]
    [Parameter(ParameterSetName = Configured)]
    [ValidateNotNullOrEmpty]
    public string? WorkingDirectory { get; set; }

    /// <summary>The script block that runs a job. It sees $Job, $Attempt and $using: values.</summary>
    [Parameter(ParameterSetName = Block, Mandatory = true)]
    public ScriptBlock? ScriptBlock { get; set; }

    /// <summary>The script file that runs a job.</summary>
    [Parameter(ParameterSetName = Script, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string? ScriptPath { get; set; }

    /// <summary>A script whose last program ended with a code other than 0 has failed.</summary>
    [Parameter(ParameterSetName = Block)]
    [Parameter(ParameterSetName = Script)]
    [Parameter(ParameterSetName = Configured)]
    public SwitchParameter FailOnExitCode { get; set; }

    /// <summary>
    /// The program that is asked whether an uncertain job was done: exit code 0 is yes, 1 is no, and
    /// any other no answer.
    /// </summary>
    [Parameter(ParameterSetName = Program)]
    [Parameter(ParameterSetName = Block)]
    [Parameter(ParameterSetName = Script)]
    [Parameter(ParameterSetName = DeviceFlow)]
    [Parameter(ParameterSetName = Configured)]
    [ValidateNotNullOrEmpty]
    public string? VerifyCommand { get; set; }

    /// <summary>Its arguments; {column} stands for the job's column.</summary>
    [Parameter(ParameterSetName = Program)]
    [Parameter(ParameterSetName = Block)]
    [Parameter(ParameterSetName = Script)]
    [Parameter(ParameterSetName = DeviceFlow)]
    [Parameter(ParameterSetName = Configured)]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string[]? VerifyArgumentList { get; set; }

    /// <summary>
    /// The script block, or the path of the script, that is asked whether an uncertain job was done:
    /// its last output is $true or $false.
    /// </summary>
    [Parameter(ParameterSetName = Program)]
    [Parameter(ParameterSetName = Block)]
    [Parameter(ParameterSetName = Script)]
    [Parameter(ParameterSetName = DeviceFlow)]
    [Parameter(ParameterSetName = Configured)]
    [ValidateNotNullOrEmpty]
    public object? VerifyScript { get; set; }

    /// <summary>The flow, a YAML file, that runs a job on an Android device.</summary>
    [Parameter(ParameterSetName = DeviceFlow, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string? FlowPath { get; set; }

    /// <summary>The devices to use, by serial; by default all that adb shows ready.</summary>
    [Parameter(ParameterSetName = DeviceFlow)]
    [Parameter(ParameterSetName = Block)]
    [Parameter(ParameterSetName = Script)]
    [Parameter(ParameterSetName = Configured)]
    [Alias("DevicePool")]
    [ValidateNotNullOrEmpty]
    public string[]? Device { get; set; }

    /// <summary>The device of each account, by serial: its jobs run there and nowhere else.</summary>
    [Parameter(ParameterSetName = DeviceFlow)]
    [Parameter(ParameterSetName = Block)]
    [Parameter(ParameterSetName = Script)]
    [Parameter(ParameterSetName = Configured)]
    [ValidateNotNull]
    public Hashtable? AccountDevice { get; set; }

    /// <summary>A CSV file with the columns account and device; -AccountDevice beats it.</summary>
    [Parameter(ParameterSetName = DeviceFlow)]
    [Parameter(ParameterSetName = Block)]
    [Parameter(ParameterSetName = Script)]
    [Parameter(ParameterSetName = Configured)]
    [ValidateNotNullOrEmpty]
    public string? AccountDevicePath { get; set; }

    /// <summary>An account without a device keeps the first one it used, in the file if there is one.</summary>
    [Parameter(ParameterSetName = DeviceFlow)]
    [Parameter(ParameterSetName = Block)]
    [Parameter(ParameterSetName = Script)]
    [Parameter(ParameterSetName = Configured)]
    public SwitchParameter KeepAccountDevice { get; set; }

    /// <summary>The adb program; by default that of ANDROID_HOME or PATH.</summary>
    [Parameter(ParameterSetName = DeviceFlow)]
    [Parameter(ParameterSetName = Block)]
    [Parameter(ParameterSetName = Script)]
    [Parameter(ParameterSetName = Configured)]
    [ValidateNotNullOrEmpty]
    public string? AdbPath { get; set; }

    /// <summary>An Appium server or Selenium Grid that others run; by default the run starts servers.</summary>
    [Parameter(ParameterSetName = DeviceFlow)]
    [Parameter(ParameterSetName = Block)]
    [Parameter(ParameterSetName = Script)]
    [Parameter(ParameterSetName = Configured)]
    [ValidateNotNullOrEmpty]
    public string? AppiumUrl { get; set; }

    /// <summary>The folder of the Appium that the run starts; by default APPIUM_HOME or PATH.</summary>
    [Parameter(ParameterSetName = DeviceFlow)]
    [Parameter(ParameterSetName = Block)]
    [Parameter(ParameterSetName = Script)]
    [Parameter(ParameterSetName = Configured)]
    [ValidateNotNullOrEmpty]
    public string? AppiumHome { get; set; }

    /// <summary>Further capabilities of each session; those of a flow beat them.</summary>
    [Parameter(ParameterSetName = DeviceFlow)]
    [Parameter(ParameterSetName = Block)]
    [Parameter(ParameterSetName = Script)]
    [Parameter(ParameterSetName = Configured)]
    [ValidateNotNull]
    public Hashtable? AppiumCapability { get; set; }
}
