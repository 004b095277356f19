using System.Management.Automation;
using RetryOrchestrator.Devices.Adb;
using RetryOrchestrator.Devices.Pool;
using RetryOrchestrator.Engine.Text;
using RetryOrchestrator.Module.Pipeline;

namespace RetryOrchestrator.Module.Commands;

/// <summary>Lists the Android devices of this machine: state, model, health, and the job that has each.</summary>
[Cmdlet(VerbsCommon.Get, "OrchestratorDevice")]
[OutputType(typeof(OrchestratorDevice))]
public sealed class GetOrchestratorDeviceCommand : OrchestratorCmdlet
{
    /// <summary>Only these devices, by serial; wildcards are allowed.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    public string[] Device { get; set; } = ["*"];

    /// <summary>The adb program or its folder; without it ANDROID_HOME and PATH are searched.</summary>
    [Parameter]
    public string? AdbPath { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var patterns = Device.Select(written => DeviceSerial.Read(written, "-Device")).ToList();
        if (patterns.Find(pattern => pattern.Problem is not null).Problem is { } problem)
        {
            Fail(ErrorIds.InvalidSerial, ErrorCategory.InvalidArgument, problem, Device);
        }

        var adb = AdbLocator.Find(
            AdbPath is null ? null : GetUnresolvedProviderPathFromPSPath(AdbPath)
        );
        if (adb.Path is null)
        {
            Fail(ErrorIds.AdbNotFound, ErrorCategory.ObjectNotFound, adb.Problem!, AdbPath);
        }

        var result = DeviceOverview
            .ReadAsync(
                new AdbClient(new AdbOptions { Program = adb.Path }),
                DevicePoolOptions.DefaultFolder,
                StopToken
            )
            .GetAwaiter()
            .GetResult();
        if (!result.Succeeded)
        {
            Fail(ErrorIds.AdbFailed, ErrorCategory.DeviceError, result.Failure.Message, adb.Path);
        }

        foreach (var (pattern, _) in patterns)
        {
            WriteMatching(pattern, result.Value);
        }
    }

    private void WriteMatching(string pattern, IReadOnlyList<OrchestratorDevice> devices)
    {
        var wildcard = new WildcardPattern(pattern, WildcardOptions.IgnoreCase);
        var matching = devices.Where(device => wildcard.IsMatch(device.Serial)).ToList();
        if (matching.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(pattern))
        {
            WriteError(
                new ErrorRecord(
                    new ItemNotFoundException(
                        $"adb shows no device '{pattern}', and no run has it. Connect it, or see "
                            + "Get-OrchestratorDevice for those there are."
                    ),
                    ErrorIds.DeviceNotFound,
                    ErrorCategory.ObjectNotFound,
                    pattern
                )
            );
        }

        WriteObject(
            matching.Select(device => OperatorClock.Show(device)),
            enumerateCollection: true
        );
    }
}
