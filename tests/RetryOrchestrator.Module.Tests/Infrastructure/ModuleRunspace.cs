using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;

namespace RetryOrchestrator.Module.Tests.Infrastructure;

/// <summary>
/// A real runspace in this process with the built module in it, and the cmdlets of PowerShell that a
/// user's session has.
/// </summary>
public sealed class ModuleRunspace : IDisposable
{
    private readonly Runspace _runspace;

    /// <param name="workingFolder">The current folder of the scripts; default the temporary one.</param>
    /// <param name="host">Who shows what they write and answers what they ask; default nobody.</param>
    public ModuleRunspace(string? workingFolder = null, PSHost? host = null)
    {
        var state = InitialSessionState.CreateDefault2();
        // As pwsh is for scripts; the engine alone starts as Restricted on Windows.
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        }

        // By hand, because ImportPSModule only keeps the error for later.
        _runspace = host is null
            ? RunspaceFactory.CreateRunspace(state)
            : RunspaceFactory.CreateRunspace(host, state);
        _runspace.Open();
        _runspace.SessionStateProxy.Path.SetLocation(workingFolder ?? Path.GetTempPath());
        var import = Run("Import-Module -Name $args[0] -ErrorAction Stop", RepositoryRoot.Manifest);
        Assert.Empty(import.Errors);
    }

    /// <summary>Runs script text and returns everything it wrote.</summary>
    /// <param name="script">PowerShell; a terminating error is returned as <see cref="ScriptResult.Thrown"/>.</param>
    /// <param name="arguments">What <c>$args</c> holds.</param>
    public ScriptResult Run(string script, params object?[] arguments)
    {
        using var shell = Create(script, arguments);
        var output = new PSDataCollection<PSObject>();
        RuntimeException? thrown = null;
        try
        {
            shell.Invoke(null, output, null);
        }
        catch (RuntimeException exception)
        {
            thrown = exception;
        }

        return ScriptResult.From(shell, output, thrown);
    }

    /// <summary>For tests that stop or watch a script: the caller invokes and disposes it.</summary>
    public PowerShell Create(string script, params object?[] arguments)
    {
        var shell = PowerShell.Create(_runspace);
        shell.AddScript(script);
        foreach (var argument in arguments)
        {
            shell.AddArgument(argument);
        }

        return shell;
    }

    /// <inheritdoc/>
    public void Dispose() => _runspace.Dispose();
}
