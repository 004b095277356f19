using RetryOrchestrator.Engine.Configuration;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Module.Composition;

/// <summary>
/// Reads the configuration file, which names what is run: one that is another user's doing is
/// told of, and not used by root unless it was named.
/// </summary>
internal static class FoundConfiguration
{
    /// <summary>Reads one that was named by the user.</summary>
    /// <param name="path">The file.</param>
    /// <param name="warn">Told who else has a say in it.</param>
    /// <exception cref="ConfigurationException">It has faults.</exception>
    public static ConfigurationFile ReadNamed(string path, Action<string> warn)
    {
        var file = ConfigurationFile.Read(path, RunSettings.Catalog);
        if (ConfigurationTrust.FindStranger(path) is { } stranger)
        {
            warn($"The configuration '{path}' {stranger}: what it runs, runs as you.");
        }

        return file;
    }

    /// <summary>
    /// Reads one that lay beside the jobs. Nobody typed its name: whoever can write it would decide
    /// what runs here.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="warn">Told who else has a say in it.</param>
    /// <exception cref="ConfigurationException">It has faults, or is not for root to use.</exception>
    public static ConfigurationFile Read(string path, Action<string> warn)
    {
        if (ConfigurationTrust.FindStranger(path) is { } stranger)
        {
            if (ConfigurationTrust.IsRoot)
            {
                throw new ConfigurationException(
                    path,
                    [
                        $"it {stranger}, and what it runs would run as root. If it is meant, name it "
                            + "with -ConfigPath, or make it root's own (chown root, chmod go-w).",
                    ]
                );
            }

            warn(
                $"The configuration '{path}', found beside the jobs, {stranger}: what it runs, runs "
                    + "as you. To be sure of it, make it your own, or name another with -ConfigPath."
            );
        }

        return ConfigurationFile.Read(path, RunSettings.Catalog);
    }
}
