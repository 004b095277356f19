namespace RetryOrchestrator.Architecture.Tests;

/// <summary>Who reads a project knows by <c>internal</c> what nobody else has to do with.</summary>
public sealed class PublicTypeTests
{
    // PowerShell lets a script use, and shows, what is public alone.
    private static readonly string[] SeenInPowerShell =
    [
        // Emitted.
        "RetryOrchestrator.Module.Commands.OrchestratorFailure",
        "RetryOrchestrator.Module.Commands.OrchestratorFlowStep",
        // Called by the script around those of jobs, to which it hands $Job and $Attempt.
        "RetryOrchestrator.Module.Runspaces.JobLoop",
        // What a script can catch by its type: a job's, or the one that starts the run.
        "RetryOrchestrator.Devices.Appium.AppiumServerException",
        "RetryOrchestrator.Devices.Appium.AppiumTimeoutException",
        "RetryOrchestrator.Devices.Scripts.NoDeviceException",
        "RetryOrchestrator.Module.Runspaces.DeclaredFailureException",
        "RetryOrchestrator.Module.Runspaces.JobScriptException",
    ];

    // Constants leave no trace of their type where they are used.
    private static readonly string[] Constants =
    [
        "RetryOrchestrator.Engine.Guards.GuardWords",
        "RetryOrchestrator.Engine.Text.ErrorIds",
        "RetryOrchestrator.Executors.Processes.AttemptEnvironment",
    ];

    private static readonly Street Product = new(
        "RetryOrchestrator.Engine",
        "RetryOrchestrator.Storage",
        "RetryOrchestrator.Executors",
        "RetryOrchestrator.Devices",
        "RetryOrchestrator.Module"
    );

    [Fact]
    public void A_public_type_is_named_outside_its_assembly_or_seen_by_users_of_PowerShell() =>
        Assert.Empty(Product.PublicForNobody([.. SeenInPowerShell, .. Constants]));

    [Fact]
    public void What_is_listed_here_needs_to_be() =>
        Assert.Subset(
            Product.PublicForNobody().ToHashSet(),
            ((string[])[.. SeenInPowerShell, .. Constants]).ToHashSet()
        );
}
