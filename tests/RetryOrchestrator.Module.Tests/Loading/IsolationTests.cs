using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.Data.Sqlite;

namespace RetryOrchestrator.Module.Tests.Loading;

/// <summary>
/// This process has other versions of CsvHelper and Microsoft.Data.Sqlite in its default context,
/// as a user's session may.
/// </summary>
public sealed class IsolationTests
{
    [Theory]
    [InlineData("CsvHelper", 34)]
    [InlineData("Microsoft.Data.Sqlite", 10)]
    public void The_module_uses_its_own_libraries_and_the_caller_keeps_its_own(
        string library,
        int versionOfModule
    )
    {
        var callers = AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName(library));
        using var module = new ModuleRunspace();

        var modules = ModuleContext(module).LoadFromAssemblyName(new AssemblyName(library));

        Assert.Equal(versionOfModule, modules.GetName().Version?.Major);
        Assert.NotEqual(versionOfModule, callers.GetName().Version?.Major);
        Assert.Same(
            callers,
            AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName(library))
        );
    }

    [Fact]
    public void Both_versions_of_sqlite_work_side_by_side_each_with_its_native_library()
    {
        using var module = new ModuleRunspace();
        var modules = ModuleContext(module)
            .LoadFromAssemblyName(new AssemblyName("Microsoft.Data.Sqlite"))
            .GetType("Microsoft.Data.Sqlite.SqliteConnection", throwOnError: true)!;

        using var own = new SqliteConnection("Data Source=:memory:");
        using var other = (System.Data.Common.DbConnection)
            Activator.CreateInstance(modules, "Data Source=:memory:")!;
        own.Open();
        other.Open();

        Assert.NotEqual(typeof(SqliteConnection), modules);
        Assert.NotEmpty(own.ServerVersion);
        Assert.NotEmpty(other.ServerVersion);
        using var process = Process.GetCurrentProcess();
        var natives = process
            .Modules.Cast<ProcessModule>()
            .Select(loaded => loaded.FileName)
            .Where(file => Path.GetFileNameWithoutExtension(file).EndsWith("e_sqlite3"))
            .Distinct();
        Assert.Contains(natives, file => file.StartsWith(RepositoryRoot.Of("bin", "deps")));
        Assert.Contains(natives, file => file.StartsWith(AppContext.BaseDirectory));
    }

    private static AssemblyLoadContext ModuleContext(ModuleRunspace module)
    {
        var type = module
            .Run("(Resolve-OrchestratorFailure x).Category.GetType()")
            .Output[0]
            .BaseObject;
        return AssemblyLoadContext.GetLoadContext(((Type)type).Assembly)!;
    }
}
