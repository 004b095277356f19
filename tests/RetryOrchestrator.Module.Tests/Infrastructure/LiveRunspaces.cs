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
