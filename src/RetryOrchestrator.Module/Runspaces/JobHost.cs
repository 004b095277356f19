using System.Globalization;
using System.Management.Automation.Host;

namespace RetryOrchestrator.Module.Runspaces;

/// <summary>
/// The host of a worker's runspace. It has no screen and nobody to ask: what a script writes goes
/// to its attempt's log, and a script that prompts fails with PowerShell's own message.
/// </summary>
internal sealed class JobHost(Action<int> exit) : PSHost
{
    /// <inheritdoc/>
    public override string Name => "RetryOrchestrator worker";

    /// <inheritdoc/>
    public override Version Version { get; } = typeof(JobHost).Assembly.GetName().Version!;

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture { get; } = CultureInfo.CurrentCulture;

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture { get; } = CultureInfo.CurrentUICulture;

    /// <inheritdoc/>
    public override PSHostUserInterface UI => null!;

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode) => exit(exitCode);

    /// <inheritdoc/>
    public override void EnterNestedPrompt() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void ExitNestedPrompt() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void NotifyBeginApplication() { }

    /// <inheritdoc/>
    public override void NotifyEndApplication() { }
}
