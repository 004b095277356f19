namespace RetryOrchestrator.Tests.Android;

/// <summary>How an emulated phone behaves towards the adb server.</summary>
internal enum PhoneMode
{
    /// <summary>It answers.</summary>
    Online,

    /// <summary>It takes connections and says nothing: adb shows it as offline.</summary>
    Mute,

    /// <summary>It demands a key that its owner has not confirmed.</summary>
    Unauthorized,

    /// <summary>Nothing listens on its port.</summary>
    Gone,
}
