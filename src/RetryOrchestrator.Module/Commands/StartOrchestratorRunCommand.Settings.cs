using System.Collections;
using System.Management.Automation;
using RetryOrchestrator.Engine.Configuration;
using RetryOrchestrator.Engine.Rendering;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Module.Composition;

namespace RetryOrchestrator.Module.Commands;

public sealed partial class StartOrchestratorRunCommand
{
    // The parameters that are settings, as SettingsResolver takes them.
    private Dictionary<string, object?> BoundSettings() =>
        MyInvocation
            .BoundParameters.Where(parameter => RunSettings.Catalog.Find(parameter.Key) is not null)
            // A script block is no setting: it has no text that a file could hold.
            .Where(parameter =>
                Unwrapped(parameter.Value) is not System.Management.Automation.ScriptBlock
            )
            .ToDictionary(
                parameter => parameter.Key,
                object? (parameter) =>
                    Unwrapped(parameter.Value) switch
                    {
                        SwitchParameter on => on.ToBool(),
                        BannerStyle style => style.ToString(),
                        LeftoverEnding ending => ending.ToString(),
                        Hashtable table => ValuesOf(table),
                        string path when IsPath(parameter.Key) => ResolvePath(path, parameter.Key),
                        var value => value,
                    }
            );

    private ScriptBlock? VerifyBlock =>
        Unwrapped(VerifyScript) as System.Management.Automation.ScriptBlock;

    private static object? Unwrapped(object? value) =>
        value is PSObject wrapped ? wrapped.BaseObject : value;

    private static Dictionary<string, object> ValuesOf(Hashtable table) =>
        table
            .Cast<DictionaryEntry>()
            .ToDictionary(
                entry => CellText.Of(entry.Key) ?? "",
                entry =>
                    (entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value) switch
                    {
                        bool yes => yes,
                        int number => (long)number,
                        long number => number,
                        var value => (object)(CellText.Of(value) ?? ""),
                    }
            );

    private static bool IsPath(string parameter) =>
        RunSettings.Catalog.Find(parameter)!.Kind == SettingKind.Path;
}
