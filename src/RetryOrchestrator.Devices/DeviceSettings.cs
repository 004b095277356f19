using RetryOrchestrator.Engine.Configuration;

namespace RetryOrchestrator.Devices;

/// <summary>The settings of flows and scripts on devices, in the order in which they are shown.</summary>
public static class DeviceSettings
{
    /// <summary>The flow.</summary>
    public static SettingDefinition FlowPath { get; } =
        SettingDefinition.Of("FlowPath", SettingKind.Path, "The device flow that runs a job.");

    /// <summary>The devices to use; all that are ready when there is none.</summary>
    public static SettingDefinition Device { get; } =
        SettingDefinition.Of("Device", SettingKind.List, "The devices to use, by serial.") with
        {
            Aliases = ["DevicePool"],
        };

    /// <summary>The device of each account.</summary>
    public static SettingDefinition AccountDevice { get; } =
        SettingDefinition.Of(
            "AccountDevice",
            SettingKind.Table,
            "The device of each account, by serial."
        ) with
        {
            OfNames = true,
        };

    /// <summary>The same as a file.</summary>
    public static SettingDefinition AccountDevicePath { get; } =
        SettingDefinition.Of(
            "AccountDevicePath",
            SettingKind.Path,
            "A CSV file of accounts and devices."
        );

    /// <summary>Whether an account is bound to the device it used first.</summary>
    public static SettingDefinition KeepAccountDevice { get; } =
        SettingDefinition.Switch("KeepAccountDevice", "An account keeps the device it used first.");

    /// <summary>The adb program; found by itself when it is not named.</summary>
    public static SettingDefinition AdbPath { get; } =
        SettingDefinition.Of("AdbPath", SettingKind.Program, "The adb program.");

    /// <summary>An endpoint that others run.</summary>
    public static SettingDefinition AppiumUrl { get; } =
        SettingDefinition.Of(
            "AppiumUrl",
            SettingKind.Text,
            "The W3C endpoint for device sessions."
        );

    /// <summary>What sessions are asked for besides.</summary>
    public static SettingDefinition AppiumCapability { get; } =
        SettingDefinition.Of(
            "AppiumCapability",
            SettingKind.Table,
            "Further capabilities of each session."
        );

    /// <summary>The Appium that the run starts.</summary>
    public static SettingDefinition AppiumHome { get; } =
        SettingDefinition.Of(
            "AppiumHome",
            SettingKind.Path,
            "The folder of the Appium installation."
        );

    /// <summary>All of them.</summary>
    public static IReadOnlyList<SettingDefinition> All { get; } =
    [
        FlowPath,
        Device,
        AccountDevice,
        AccountDevicePath,
        KeepAccountDevice,
        AdbPath,
        AppiumUrl,
        AppiumCapability,
        AppiumHome,
    ];
}
