using System.Globalization;
using System.Management.Automation.Host;

namespace RetryOrchestrator.Host.Display;

/// <summary>What PowerShell knows of the program around it.</summary>
internal sealed class ConsoleHost(HostUserInterface ui) : PSHost
{
    /// <summary>The exit code that a script asked for with <c>exit</c>, or null.</summary>
    public int? RequestedExit { get; private set; }

    /// <inheritdoc/>
    public override string Name => "RetryOrchestrator.Host";

    /// <inheritdoc/>
    public override Version Version { get; } = typeof(ConsoleHost).Assembly.GetName().Version!;

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public override PSHostUserInterface UI => ui;

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode) => RequestedExit = exitCode;

    /// <inheritdoc/>
    public override void EnterNestedPrompt() =>
        throw new NotSupportedException("This console runs one pipeline and has no prompt.");

    /// <inheritdoc/>
    public override void ExitNestedPrompt() => EnterNestedPrompt();

    /// <inheritdoc/>
    public override void NotifyBeginApplication() { }

    /// <inheritdoc/>
    public override void NotifyEndApplication() { }
}
