namespace RetryOrchestrator.Devices.Appium;

/// <summary>What a server of the run must have in its environment.</summary>
internal static class AppiumEnvironment
{
    /// <summary>
    /// Points Appium at the adb that the run uses, and at its server: two versions of adb on one
    /// machine end each other's servers, and every device with them.
    /// </summary>
    /// <param name="adbProgram">The adb program's full path.</param>
    /// <param name="adb">The variables that the run's own adb gets.</param>
    /// <param name="environment">This process's environment.</param>
    public static IReadOnlyDictionary<string, string?> For(
        string adbProgram,
        IReadOnlyDictionary<string, string?> adb,
        Func<string, string?> environment
    )
    {
        var variables = new Dictionary<string, string?>(adb);
        var folder = Path.GetDirectoryName(adbProgram)!;
        // Appium looks in platform-tools of the SDK, and in the folder itself.
        var home =
            Path.GetFileName(folder) == "platform-tools" ? Path.GetDirectoryName(folder)! : folder;
        var named = environment("ANDROID_HOME") ?? environment("ANDROID_SDK_ROOT");
        if (named is null || Path.GetFullPath(named) != home)
        {
            variables["ANDROID_HOME"] = home;
            variables["ANDROID_SDK_ROOT"] = home;
        }

        return variables;
    }
}
