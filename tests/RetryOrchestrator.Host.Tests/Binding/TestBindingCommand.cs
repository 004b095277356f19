using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace RetryOrchestrator.Host.Tests.Binding;

/// <summary>Writes what was bound to it.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Binding")]
public sealed class TestBindingCommand : PSCmdlet
{
    [Parameter(Position = 0)]
    [Alias("JobsFile")]
    public string? Path { get; set; }

    [Parameter(Position = 1)]
    public string[]? List { get; set; }

    [Parameter]
    public int Workers { get; set; }

    [Parameter]
    public double Seconds { get; set; }

    [Parameter]
    public TimeSpan Delay { get; set; }

    [Parameter]
    public DayOfWeek Day { get; set; }

    [Parameter]
    public SwitchParameter Fast { get; set; }

    [Parameter]
    public ScriptBlock? Script { get; set; }

    [Parameter]
    public Hashtable? Table { get; set; }

    protected override void ProcessRecord() =>
        WriteObject(
            string.Join(
                ' ',
                MyInvocation.BoundParameters.Select(bound => $"-{bound.Key}={Text(bound.Value)}")
            )
        );

    private static string? Text(object value) =>
        value is string[] list
            ? string.Join('|', list)
            : Convert.ToString(value, CultureInfo.InvariantCulture);
}
