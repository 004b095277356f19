using RetryOrchestrator.Engine.Configuration;
using RetryOrchestrator.Engine.Text;
using RetryOrchestrator.Executors.Processes;

namespace RetryOrchestrator.Module.Composition;

/// <summary>The folder in which programs and scripts run.</summary>
internal static class WorkingFolder
{
    /// <summary>
    /// What <c>-WorkingDirectory</c> names; else the configuration file's folder, so that a prepared
    /// folder works from everywhere; else the current one.
    /// </summary>
    /// <param name="settings">The settings in force.</param>
    /// <param name="file">The configuration file, or null.</param>
    /// <param name="current">The current folder.</param>
    /// <exception cref="ConfigurationException">There is no such folder.</exception>
    public static string Of(ResolvedSettings settings, ConfigurationFile? file, string current)
    {
        if (settings.Text(ProgramSettings.WorkingDirectory) is not { } named)
        {
            return file is null ? current : Path.GetDirectoryName(file.Path)!;
        }

        return Directory.Exists(named)
            ? named
            : throw ConfigurationException.OfSetting(
                ProgramSettings.WorkingDirectory.Name,
                [
                    File.Exists(named)
                        ? $"'{named}' is a file. Name the folder in which the jobs' programs are to run."
                        : $"the folder '{named}' was not found. Make it, or name another.",
                ]
            );
    }
}
