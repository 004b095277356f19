namespace RetryOrchestrator.Module.Tests.Infrastructure;

/// <summary>The runspaces of this process, as <c>Get-Runspace</c> tells of them.</summary>
public static class LiveRunspaces
{
    private static readonly ModuleRunspace Asked = new();

    /// <summary>How many there are, the one that is asked among them.</summary>
    public static int Count => Asked.Run("Get-Runspace").Output.Count;
}

/// <summary>
/// Tests of what the whole process shares (its runspaces, its request to stop): they run one by
/// one, after all others.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    /// <summary>The collection's name.</summary>
    public const string Name = "Alone";
}
