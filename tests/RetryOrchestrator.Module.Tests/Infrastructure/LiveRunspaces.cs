using System.Collections;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace RetryOrchestrator.Module.Tests.Infrastructure;

/// <summary>The runspaces of this process. Get-Runspace, which tells, is not in the engine alone.</summary>
public static class LiveRunspaces
{
    private static readonly PropertyInfo List = typeof(Runspace).GetProperty(
        "RunspaceList",
        BindingFlags.Static | BindingFlags.NonPublic
    )!;

    /// <summary>How many there are.</summary>
    public static int Count => ((ICollection)List.GetValue(null)!).Count;
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
