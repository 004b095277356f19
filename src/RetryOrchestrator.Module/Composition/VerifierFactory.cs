using System.Management.Automation;
using RetryOrchestrator.Engine.Configuration;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Text;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Executors.Verifying;
using RetryOrchestrator.Module.Runspaces;

namespace RetryOrchestrator.Module.Composition;

/// <summary>
/// Makes what is asked whether an uncertain job was done, and checks before anything starts that it
/// can be asked.
/// </summary>
internal sealed class VerifierFactory(
    ResolvedSettings settings,
    ScriptBlock? verifyBlock,
    ExecutorFactory executors
)
{
    private static readonly SettingDefinition Command = ProgramSettings.VerifyCommand;
    private static readonly SettingDefinition Script = ScriptSettings.VerifyScript;

    /// <summary>Makes it; null when nobody can be asked.</summary>
    /// <param name="jobs">The list, of which the first job tells the columns.</param>
    /// <param name="executor">What runs the jobs: a flow may bring its own question.</param>
    /// <exception cref="ConfigurationException">It cannot be asked, or several are named.</exception>
    public IVerifier? Create(IJobSource jobs, IJobExecutor executor)
    {
        if (executor.IsSimulated)
        {
            return null;
        }

        if (verifyBlock is not null)
        {
            RefuseBoth(settings.IsParameter(Command));
            return new ExecutorVerifier(executors.CreateQuestion(verifyBlock));
        }

        var (command, script) = (settings.Text(Command), settings.Text(Script));
        if (command is not null && script is not null)
        {
            // A parameter beats the configuration file.
            var (byCommand, byScript) = (
                settings.IsParameter(Command),
                settings.IsParameter(Script)
            );
            RefuseBoth(byCommand == byScript);
            command = byCommand ? command : null;
        }

        return command is not null
                ? new ExecutorVerifier(
                    executors.CreateProgram(
                        jobs,
                        (Command.Name, command),
                        (
                            ProgramSettings.VerifyArgumentList.Name,
                            settings.List(ProgramSettings.VerifyArgumentList)
                        )
                    )
                )
            : script is not null ? new ExecutorVerifier(executors.CreateQuestion(script))
            : executors.QuestionOfFlow;
    }

    private static void RefuseBoth(bool both)
    {
        if (both)
        {
            throw ConfigurationException.OfCommand([
                "it names more than one thing to ask whether a job was done: VerifyCommand, "
                    + "VerifyScript. Keep one.",
            ]);
        }
    }
}
