namespace RetryOrchestrator.Devices.Adb;

/// <summary>Where adb is, or why it cannot be used.</summary>
/// <param name="Path">The program's full path, or null.</param>
/// <param name="Problem">What is wrong, where was looked and what to do, or null.</param>
public sealed record AdbLocation(string? Path, string? Problem);

/// <summary>Finds the adb program, once, before a run.</summary>
public static class AdbLocator
{
    /// <summary>
    /// Looks at <paramref name="adbPath"/> (the program or the folder it is in), and at nothing
    /// else when that is given; then in <c>ANDROID_HOME</c> and <c>ANDROID_SDK_ROOT</c>, then in
    /// <c>PATH</c>.
    /// </summary>
    /// <param name="adbPath">What <c>-AdbPath</c> says, a full path or one from the current folder; null for nothing.</param>
    public static AdbLocation Find(string? adbPath) =>
        Find(adbPath, Environment.GetEnvironmentVariable);

    /// <summary>The same with another environment.</summary>
    public static AdbLocation Find(string? adbPath, Func<string, string?> environment)
    {
        var name = OperatingSystem.IsWindows() ? "adb.exe" : "adb";
        if (!string.IsNullOrWhiteSpace(adbPath))
        {
            var named = Path.GetFullPath(adbPath);
            var program = Directory.Exists(named) ? Path.Combine(named, name) : named;
            return File.Exists(program)
                ? new(program, null)
                : new(null, $"There is no adb at '{program}' (-AdbPath). {HowToInstall}");
        }

        var looked = new List<string>();
        foreach (var folder in Folders(environment))
        {
            var program = Path.Combine(folder, name);
            if (File.Exists(program))
            {
                return new(Path.GetFullPath(program), null);
            }

            looked.Add(folder);
        }

        return new(
            null,
            "adb, the Android Debug Bridge, was not found in "
                + "ANDROID_HOME/platform-tools, ANDROID_SDK_ROOT/platform-tools or PATH "
                + $"(looked in: {string.Join(", ", looked)}). {HowToInstall}"
        );
    }

    /// <summary>What to do when there is no adb.</summary>
    public const string HowToInstall =
        "Install Android's platform-tools (Debian and Ubuntu: apt-get install adb; macOS: brew install "
        + "android-platform-tools; Windows: winget install Google.PlatformTools), or give the "
        + "program's path with -AdbPath.";

    private static IEnumerable<string> Folders(Func<string, string?> environment)
    {
        foreach (var variable in new[] { "ANDROID_HOME", "ANDROID_SDK_ROOT" })
        {
            if (environment(variable) is { Length: > 0 } home)
            {
                yield return Path.Combine(home, "platform-tools");
            }
        }

        var path = environment("PATH") ?? "";
        foreach (
            var folder in path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        )
        {
            yield return folder.Trim('"');
        }
    }
}
