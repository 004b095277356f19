using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Devices.Scripts;

/// <summary>Something that a script asked of its device failed.</summary>
public sealed class DeviceException : Exception
{
    internal DeviceException(FailureEvidence evidence)
        : base(evidence.Message, evidence.Exception) => Evidence = evidence;

    /// <summary>What is known of it, its category declared where there is no doubt.</summary>
    public FailureEvidence Evidence { get; }
}
