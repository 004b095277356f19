namespace RetryOrchestrator.Devices.Flows.Steps;

/// <summary>What a step acts on. The documents use the same words.</summary>
internal enum StepTarget
{
    /// <summary>An element of the screen, which the step names.</summary>
    Element,

    /// <summary>The screen as a whole.</summary>
    Screen,

    /// <summary>An app on the device.</summary>
    App,

    /// <summary>The device, through adb.</summary>
    Device,

    /// <summary>What is known of the attempt.</summary>
    Attempt,

    /// <summary>Nothing at all.</summary>
    Nothing,
}
