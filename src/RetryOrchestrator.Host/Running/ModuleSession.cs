using System.Management.Automation;
using System.Management.Automation.Runspaces;
using RetryOrchestrator.Host.CommandLine;
using RetryOrchestrator.Host.Display;

namespace RetryOrchestrator.Host.Running;

/// <summary>A runspace on this console with the module imported.</summary>
internal sealed class ModuleSession : IDisposable
{
    private readonly Runspace _runspace;

    private ModuleSession(Runspace runspace) => _runspace = runspace;

    /// <summary>Opens it.</summary>
    /// <exception cref="RuntimeException">The module cannot be imported.</exception>
    public static ModuleSession Open(ConsoleHost host, string manifest)
    {
        var state = InitialSessionState.CreateDefault2();
        state.ThreadOptions = PSThreadOptions.UseCurrentThread;
        // A mistyped name shall not search every module on the machine.
        state.Variables.Add(
            new SessionStateVariableEntry("PSModuleAutoLoadingPreference", "None", "")
        );
        if (OperatingSystem.IsWindows())
        {
            // The default of pwsh; without it the engine alone refuses all scripts.
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.RemoteSigned;
        }

        var runspace = RunspaceFactory.CreateRunspace(host, state);
        runspace.Open();
        var session = new ModuleSession(runspace);
        try
        {
            using var import = session.Shell();
            import
                .AddCommand("Import-Module")
                .AddParameter("Name", manifest)
                .AddParameter("ErrorAction", ActionPreference.Stop)
                .Invoke();
            UtilityCmdlets.OfferIn(runspace);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>An empty pipeline in this session.</summary>
    public PowerShell Shell() => PowerShell.Create(_runspace);

    /// <summary>A command by its name or alias.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public CommandInfo Find(string name)
    {
        const CommandTypes Runnable =
            CommandTypes.Cmdlet | CommandTypes.Function | CommandTypes.Alias;
        var command = _runspace.SessionStateProxy.InvokeCommand.GetCommand(name, Runnable);
        while (command is AliasInfo alias)
        {
            command = alias.ResolvedCommand;
        }

        return command
            ?? throw new UsageException(
                $"There is no cmdlet '{name}'. The module has {string.Join(", ", CmdletNames())}. "
                    + "A pipeline goes after --command."
            );
    }

    /// <summary>The module's cmdlets.</summary>
    public IReadOnlyList<string> CmdletNames()
    {
        using var list = Shell();
        return
        [
            .. list.AddCommand("Get-Command")
                .AddParameter("Module", "RetryOrchestrator")
                .Invoke<CommandInfo>()
                .Select(command => command.Name)
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>The module's version, such as <c>0.3.0</c>.</summary>
    public Version ModuleVersion()
    {
        using var list = Shell();
        return list.AddCommand("Get-Module")
            .AddParameter("Name", "RetryOrchestrator")
            .Invoke<PSModuleInfo>()
            .Single()
            .Version;
    }

    /// <inheritdoc/>
    public void Dispose() => _runspace.Dispose();
}
