using RetryOrchestrator.Host.CommandLine;

namespace RetryOrchestrator.Host.Running;

/// <summary>Where the module is.</summary>
internal static class ModuleLocation
{
    private const string Manifest = "RetryOrchestrator.psd1";

    /// <summary>
    /// The manifest beside a published host, or that of the checkout the host was built in.
    /// </summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static string Find(string folder)
    {
        var published = Path.Combine(folder, "RetryOrchestrator", Manifest);
        if (File.Exists(published))
        {
            return published;
        }

        for (var here = new DirectoryInfo(folder); here is not null; here = here.Parent)
        {
            var candidate = Path.Combine(here.FullName, Manifest);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new UsageException(
            $"The module is missing: there is no RetryOrchestrator{Path.DirectorySeparatorChar}{Manifest} "
                + $"in '{folder}'. Publish the host again, or copy the module's folder there."
        );
    }
}
