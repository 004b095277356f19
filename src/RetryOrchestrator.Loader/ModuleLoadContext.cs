using System.Reflection;
using System.Runtime.Loader;

namespace RetryOrchestrator.Loader;

/// <summary>
/// Holds the module and everything it depends on, so that other modules in the same process may
/// use other versions of the same libraries.
/// </summary>
internal sealed class ModuleLoadContext : AssemblyLoadContext
{
    private readonly AssemblyDependencyResolver _resolver;

    /// <param name="modulePath">The module's assembly; its deps.json lies beside it.</param>
    public ModuleLoadContext(string modulePath)
        : base("RetryOrchestrator") => _resolver = new AssemblyDependencyResolver(modulePath);

    /// <summary>An assembly that lies with the module, or null.</summary>
    public Assembly? LoadOwn(AssemblyName assemblyName) => Load(assemblyName);

    /// <inheritdoc/>
    /// <remarks>What is not ours (PowerShell, the framework) comes from the default context.</remarks>
    protected override Assembly? Load(AssemblyName assemblyName) =>
        _resolver.ResolveAssemblyToPath(assemblyName) is { } path
            ? LoadFromAssemblyPath(path)
            : null;

    /// <inheritdoc/>
    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path
            ? LoadUnmanagedDllFromPath(path)
            : IntPtr.Zero;
}
