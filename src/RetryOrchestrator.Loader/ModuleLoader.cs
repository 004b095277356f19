using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace RetryOrchestrator.Loader;

/// <summary>
/// The manifest's nested module. It is loaded first, and answers when PowerShell then asks for
/// the root module by its simple name.
/// </summary>
public sealed class ModuleLoader : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private const string ModuleName = "RetryOrchestrator.Module";

    private static readonly string ModulePath = Path.Combine(
        Path.GetDirectoryName(typeof(ModuleLoader).Assembly.Location)!,
        "deps",
        ModuleName + ".dll"
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
                AssemblyLoadContext.Default.Resolving += ResolveModule;
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
                AssemblyLoadContext.Default.Resolving -= ResolveModule;
            }
        }
    }

    private static Assembly? ResolveModule(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == ModuleName ? Context.Value.LoadFromAssemblyName(name) : null;
}
