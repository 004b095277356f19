using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace RetryOrchestrator.Loader;

/// <summary>
/// The manifest's nested module. It is loaded first, and answers when the root module, which
/// PowerShell loads by its path into the default context, then asks for its engine, store and
/// executors: they and all libraries live in a context of their own.
/// </summary>
public sealed class ModuleLoader : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <summary>
    /// What begins like this is answered, and nothing else: a library that another module asks for
    /// is not ours to give.
    /// </summary>
    private const string OwnPrefix = "RetryOrchestrator.";

    private static readonly string ModulePath = Path.Combine(
        Path.GetDirectoryName(typeof(ModuleLoader).Assembly.Location)!,
        "deps",
        OwnPrefix + "Module.dll"
    );

    /// <summary>
    /// One context for the process's lifetime: after Remove-Module and a second Import-Module the
    /// types must be the same ones, because objects of them may still be about.
    /// </summary>
    private static readonly Lazy<ModuleLoadContext> Context = new(() => new(ModulePath));

    /// <summary>
    /// How many runspaces hold the module. One that closes must not take the handler from another
    /// that is in the middle of its import.
    /// </summary>
    private static int _holders;

    /// <inheritdoc/>
    public void OnImport()
    {
        lock (Context)
        {
            if (_holders++ == 0)
            {
                AssemblyLoadContext.Default.Resolving += ResolveOwn;
            }
        }
    }

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        lock (Context)
        {
            if (_holders > 0 && --_holders == 0)
            {
                AssemblyLoadContext.Default.Resolving -= ResolveOwn;
            }
        }
    }

    private static Assembly? ResolveOwn(AssemblyLoadContext context, AssemblyName name) =>
        name.Name!.StartsWith(OwnPrefix, StringComparison.Ordinal)
            ? Context.Value.LoadOwn(name)
            : null;
}
