namespace RetryOrchestrator.Devices.Flows.Steps;

/// <summary>All kinds of steps. A new one is one class in this folder, and its line here.</summary>
internal static class StepKinds
{
    /// <summary>The kinds, in the order in which messages name them.</summary>
    public static IReadOnlyList<StepKind> All { get; } =
    [
        PushAction.Step,
        StartAction.Step,
        TapAction.Step,
        TypeAction.Step,
        ClearAction.Step,
        WaitForAction.Step,
        WaitGoneAction.Step,
        AssertAction.Step,
        ScreenshotAction.Step,
        CheckpointAction.Step,
        PressAction.Step,
        ShellAction.Step,
        PauseAction.Step,
    ];

    /// <summary>The keywords, separated by commas.</summary>
    public static string Keywords { get; } = string.Join(", ", All.Select(kind => kind.Keyword));

    /// <summary>A step as users write it, for messages.</summary>
    public static string Example { get; } = $"{TapAction.Step.Keyword}: Share";
}
