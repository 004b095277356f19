using System.Management.Automation;
using RetryOrchestrator.Host.Binding;
using RetryOrchestrator.Host.CommandLine;
using RetryOrchestrator.Host.Data;
using RetryOrchestrator.Host.Display;
using RetryOrchestrator.Host.Running;

namespace RetryOrchestrator.Host;

/// <summary>The console host, from the words typed to the exit code.</summary>
internal static class Program
{
    private static int Main(string[] words)
    {
        // PowerShell would otherwise look for an address to report its start to.
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        var console = new ConsoleText(TextStream.Output(), TextStream.Error(), TimeProvider.System);
        if (OpenFileLimit.Problem is { } problem)
        {
            console.Alert(problem, Palette.Error);
            return (int)ExitCode.BadInput;
        }

        using var stop = new StopRequests(console);
        try
        {
            return Run(HostCommandLine.Parse(words), console, stop);
        }
        catch (UsageException exception)
        {
            console.Alert(exception.Message, Palette.Error);
        }
        catch (RuntimeException exception)
        {
            console.Alert(ErrorText.Of(exception.ErrorRecord), Palette.Error);
        }

        return (int)ExitCode.BadInput;
    }

    private static int Run(HostCommandLine line, ConsoleText console, StopRequests stop)
    {
        console.Format = line.Options.Format;
        var host = new ConsoleHost(
            new HostUserInterface(console, Console.IsInputRedirected ? null : Console.ReadLine)
        );
        using var session = ModuleSession.Open(host, ModuleLocation.Find(AppContext.BaseDirectory));
        if (line.Options.Version)
        {
            console.Write($"RetryOrchestrator {session.ModuleVersion()}");
            return (int)ExitCode.Done;
        }

        if (line.Words.Count == 0)
        {
            console.Write(HelpText.With(session.CmdletNames()));
            return (int)ExitCode.Done;
        }

        using var shell = session.Shell();
        if (line.Options.Command)
        {
            shell.AddScript(string.Join(' ', line.Words));
        }
        else
        {
            AddCmdlet(shell, session, line, console);
        }

        if (console.Format is not DataFormat.View)
        {
            StandardOutput.LeaveToData();
        }

        var code = new PipelineRun(console, stop).Run(shell);
        return host.RequestedExit ?? (int)code;
    }

    private static void AddCmdlet(
        PowerShell shell,
        ModuleSession session,
        HostCommandLine line,
        ConsoleText console
    )
    {
        var name = line.Words[0];
        if (line.Options.Help)
        {
            AddHelp(shell, name);
            return;
        }

        var command = session.Find(name);
        var bound = new CommandBinder(command, line.Options).Bind([.. line.Words.Skip(1)]);
        console.Format = bound.Options.Format;
        if (bound.Options.Help)
        {
            AddHelp(shell, command.Name);
            return;
        }

        shell.AddCommand(command);
        foreach (var argument in bound.Arguments)
        {
            _ = argument.Name is null
                ? shell.AddArgument(argument.Value)
                : shell.AddParameter(argument.Name, argument.Value);
        }
    }

    private static void AddHelp(PowerShell shell, string topic) =>
        shell.AddCommand("Get-Help").AddParameter("Name", topic).AddParameter("Full");
}
