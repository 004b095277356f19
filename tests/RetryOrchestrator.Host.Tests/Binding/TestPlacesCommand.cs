using System.Management.Automation;

namespace RetryOrchestrator.Host.Tests.Binding;

/// <summary>Has numbers or a path in its first place, as Get-RetryPassSummary does.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Places", DefaultParameterSetName = "Numbers")]
public sealed class TestPlacesCommand : PSCmdlet
{
    [Parameter(Position = 0, ParameterSetName = "Numbers")]
    [Parameter(ParameterSetName = "Path")]
    public int[] Pass { get; set; } = [];

    [Parameter(Position = 1, ParameterSetName = "Numbers")]
    [Parameter(Position = 0, ParameterSetName = "Path", Mandatory = true)]
    public string? Path { get; set; }

    protected override void ProcessRecord() =>
        WriteObject($"{string.Join('|', Pass)}: {Path}".Trim());
}
