using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace RetryOrchestrator.Module.Runspaces;

/// <summary>
/// Puts a worker's session back between two attempts. What scripts set in scopes of their own goes
/// with the scope; here is what outlives one, but for <c>$global:</c>, which is theirs to keep.
/// </summary>
/// <remarks>
/// It stays with the process or the runspace, and so reaches later jobs: imported modules and what
/// they hold, types and their data, environment variables, the console's encodings, static members.
/// </remarks>
internal sealed class SessionReset
{
    private const string DefaultValues = "global:PSDefaultParameterValues";

    private readonly SessionState _session;
    private readonly PSEventManager _events;
    private readonly LeftJobs _jobs;
    private readonly string _workingDirectory;
    private readonly ArrayList _errors;
    private readonly PSVariable _defaultValues;
    private readonly object _ownDefaultValues;
    private readonly CultureInfo _culture = CultureInfo.CurrentCulture;
    private readonly CultureInfo _uiCulture = CultureInfo.CurrentUICulture;
    private readonly HashSet<PSModuleInfo> _imported = [];
    private PSModuleInfo? _scope;

    /// <summary>Takes the session as it now is for the one that every job is to find.</summary>
    /// <param name="command">A command that runs in the session.</param>
    /// <param name="workingDirectory">Where every job begins.</param>
    public SessionReset(PSCmdlet command, string workingDirectory)
    {
        _session = command.SessionState;
        _events = command.Events;
        _jobs = new LeftJobs(command);
        _workingDirectory = workingDirectory;
        _errors = (ArrayList)_session.PSVariable.GetValue("Error");
        _defaultValues = _session.PSVariable.Get(DefaultValues);
        _ownDefaultValues = _defaultValues.Value;
    }

    /// <summary>Turns a path as a script means it into one of this machine.</summary>
    public Func<string, string> Locate => _session.Path.GetUnresolvedProviderPathFromPSPath;

    /// <summary>Before a script, on the session's thread, in a pipeline.</summary>
    /// <returns>
    /// The scope that is <c>$script:</c> for it. A runspace has none but the global one, which is
    /// why each script runs as if in a module of its own.
    /// </returns>
    public PSModuleInfo Begin()
    {
        _jobs.EndThreadJobs();
        KeepModules();
        _errors.Clear();
        if (_session.Path.CurrentLocation.Path != _workingDirectory)
        {
            _session.Path.SetLocation(WildcardPattern.Escape(_workingDirectory));
        }

        _session.PSVariable.Set("global:LASTEXITCODE", null);
        if (_defaultValues.Value is not IDictionary { Count: 0 })
        {
            ((IDictionary)_ownDefaultValues).Clear();
            _session.PSVariable.Set(DefaultValues, _ownDefaultValues);
        }

        CultureInfo.CurrentCulture = _culture;
        CultureInfo.CurrentUICulture = _uiCulture;
        return _scope = new PSModuleInfo(linkToGlobal: true);
    }

    /// <summary>After a script: what it left that would go on by itself is ended.</summary>
    public void End()
    {
        foreach (var subscriber in _events.Subscribers)
        {
            _events.UnsubscribeEvent(subscriber);
        }

        var received = _events.ReceivedEvents;
        lock (received.SyncRoot)
        {
            while (received.Count > 0)
            {
                received.RemoveAt(received.Count - 1);
            }
        }

        _jobs.End();
    }

    // What a script imports is imported into its scope. It stays, so that none pays for it twice.
    private void KeepModules()
    {
        if (_scope is not { NestedModules.Count: > 0 })
        {
            return;
        }

        foreach (var module in _scope.NestedModules.Where(_imported.Add))
        {
            using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
            shell
                .AddCommand("Import-Module")
                .AddParameter("ModuleInfo", module)
                .AddParameter("Global")
                .AddParameter("DisableNameChecking")
                .AddParameter("ErrorAction", ActionPreference.Ignore)
                .Invoke();
        }
    }
}
