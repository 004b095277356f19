using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace RetryOrchestrator.Host.Running;

/// <summary>
/// PowerShell's own utility cmdlets (Export-Csv, Select-Object, Format-Table and so on). They are
/// loaded when one is first asked for: most starts need none, and begin their first job sooner.
/// </summary>
internal static class UtilityCmdlets
{
    private const string Module = "Microsoft.PowerShell.Utility";

    /// <summary>Has a session look there for a command that it does not know, once.</summary>
    public static void OfferIn(Runspace runspace)
    {
        var commands = runspace.SessionStateProxy.InvokeCommand;
        commands.CommandNotFoundAction = (_, missing) =>
        {
            // Names are asked for with "get-" before them too, which is never one of these.
            commands.CommandNotFoundAction = null;
            Load();
            missing.Command = commands.GetCommand(missing.CommandName, CommandTypes.All);
        };
    }

    private static void Load()
    {
        using var import = PowerShell.Create(RunspaceMode.CurrentRunspace);
        import.AddCommand("Import-Module").AddParameter("Name", Module).Invoke();
    }
}
