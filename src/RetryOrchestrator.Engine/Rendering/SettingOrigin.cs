using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Rendering;

/// <summary>Where a setting's value came from, in words.</summary>
internal static class SettingOrigin
{
    /// <summary>
    /// <c> (parameter)</c>, <c> (orchestrator.json)</c>, with the space before it; empty for a
    /// default.
    /// </summary>
    public static string Of(EffectiveSetting setting) =>
        setting.Source switch
        {
            SettingSource.Parameter => " (parameter)",
            SettingSource.File => $" ({FileName(setting.Origin)})",
            _ => "",
        };

    // Not Path.GetFileName: a state may be looked at on another system than it was made on.
    private static string FileName(string path) =>
        TerminalText.CleanLine(path[(path.LastIndexOfAny(['/', '\\']) + 1)..]);
}
