using RetryOrchestrator.Executors.Processes;

namespace RetryOrchestrator.Devices.Appium;

/// <summary>Node and an Appium that it can run, found before a run starts.</summary>
/// <param name="Node">The node program's full path.</param>
/// <param name="EntryPoint">Appium's <c>index.js</c>.</param>
/// <param name="Home">
/// <c>APPIUM_HOME</c>, where Appium looks for its drivers; null for its own default,
/// <c>~/.appium</c>.
/// </param>
internal sealed record AppiumInstallation(string Node, string EntryPoint, string? Home)
{
    /// <summary>What to do when there is no Appium.</summary>
    public const string HowToInstall =
        "Install Node.js 20.19 or later (https://nodejs.org), then: npm install --prefix <folder> "
        + "appium@3 appium-uiautomator2-driver@8; and give that folder with -AppiumHome or in "
        + "APPIUM_HOME. Or start Appium yourself and give its address with -AppiumUrl.";

    /// <summary>Finds node and Appium.</summary>
    /// <param name="home">
    /// What <c>-AppiumHome</c> says: a folder with <c>node_modules/appium</c>, or one that holds
    /// drivers only, as <c>~/.appium</c> does. Null for <c>APPIUM_HOME</c>; without that, the
    /// <c>appium</c> command of PATH.
    /// </param>
    /// <exception cref="AppiumServerException">There is none; the message says what to do.</exception>
    public static AppiumInstallation Find(string? home) =>
        Find(home, Environment.GetEnvironmentVariable);

    internal static AppiumInstallation Find(string? home, Func<string, string?> environment)
    {
        var programs = new ProgramLocator(
            Environment.CurrentDirectory,
            environment("PATH"),
            environment("PATHEXT"),
            OperatingSystem.IsWindows()
        );
        var node =
            programs.Find("node").Path
            ?? throw new AppiumServerException(
                $"Node.js, which runs Appium, was not found in PATH. {HowToInstall}"
            );
        var named = string.IsNullOrWhiteSpace(home) ? environment("APPIUM_HOME") : home;
        if (string.IsNullOrWhiteSpace(named))
        {
            return FromPath(programs) is { } entry
                ? new(node, entry, null)
                : throw new AppiumServerException(
                    "Appium was not found: no -AppiumHome, no APPIUM_HOME, and no appium command "
                        + $"in PATH. {HowToInstall}"
                );
        }

        var folder = Path.GetFullPath(named);
        var entryPoint = Path.Combine(folder, "node_modules", "appium", "index.js");
        return File.Exists(entryPoint) ? new(node, entryPoint, folder)
            : Directory.Exists(folder) && FromPath(programs) is { } global
                ? new(node, global, folder)
            : throw new AppiumServerException(
                $"There is no Appium in '{folder}' (looked for '{entryPoint}'). {HowToInstall}"
            );
    }

    // npm puts a link to the package's file into a bin folder, or a script beside node_modules.
    private static string? FromPath(ProgramLocator programs)
    {
        if (programs.Find("appium").Path is not { } command)
        {
            return null;
        }

        var target = new FileInfo(command).ResolveLinkTarget(returnFinalTarget: true);
        string[] candidates =
        [
            Path.Combine(Path.GetDirectoryName(target?.FullName) ?? "", "index.js"),
            Path.Combine(Path.GetDirectoryName(command)!, "node_modules", "appium", "index.js"),
        ];
        return Array.Find(candidates, File.Exists);
    }
}
