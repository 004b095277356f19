namespace RetryOrchestrator.Host.Tests.Infrastructure;

/// <summary>PowerShell that writes to the streams without the cmdlets that the engine alone lacks.</summary>
internal static class Script
{
    /// <summary>A non-terminating error with this id.</summary>
    public static string Error(string id, string message) =>
        Cmdlet(
            "$PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new("
                + $"[System.Exception]::new('{message}'), '{id}', 'NotSpecified', $null))"
        );

    /// <summary>A message as the module writes them.</summary>
    public static string Information(string text, string tag) =>
        Cmdlet(
            "$PSCmdlet.WriteInformation([System.Management.Automation.HostInformationMessage]"
                + $"@{{ Message = '{text}' }}, [string[]]('PSHOST', 'Orchestrator', '{tag}'))"
        );

    /// <summary>A progress record.</summary>
    public static string Progress(string activity, string status, int percent) =>
        Cmdlet(
            "$p = [System.Management.Automation.ProgressRecord]::new("
                + $"1, '{activity}', '{status}'); $p.PercentComplete = {percent}; $PSCmdlet.WriteProgress($p)"
        );

    /// <summary>An advanced function's body, which has <c>$PSCmdlet</c>.</summary>
    public static string Cmdlet(string body) => $"& {{ [CmdletBinding()] param() {body} }}";
}
