namespace RetryOrchestrator.Tests.Shared;

/// <summary>Where the checkout is, found upwards from the test's own folder.</summary>
internal static class RepositoryRoot
{
    /// <summary>The folder that holds the manifest.</summary>
    public static string Path { get; } = Find(AppContext.BaseDirectory);

    /// <summary>The module's manifest.</summary>
    public static string Manifest => Of("RetryOrchestrator.psd1");

    /// <summary>A path inside the checkout.</summary>
    public static string Of(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find(string folder)
    {
        for (var here = new DirectoryInfo(folder); here is not null; here = here.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(here.FullName, "RetryOrchestrator.psd1")))
            {
                return here.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No RetryOrchestrator.psd1 above '{folder}'.");
    }
}
