using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace RetryOrchestrator.Module.Tests.Infrastructure;

/// <summary>A host with a person at it, who answers PowerShell's questions.</summary>
/// <param name="answer">Chooses among the labels of the choices for a question.</param>
internal sealed class AnsweringHost(Func<string, IReadOnlyList<string>, int> answer) : PSHost
{
    /// <summary>The questions, in order.</summary>
    public List<string> Questions { get; } = [];

    public override string Name => "Answering";

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override Version Version { get; } = new(1, 0);

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    public override PSHostUserInterface UI => new Answers(this);

    private int Answer(string question, IReadOnlyList<string> labels)
    {
        Questions.Add(question);
        return answer(question, labels);
    }

    public override void SetShouldExit(int exitCode) { }

    public override void EnterNestedPrompt() { }

    public override void ExitNestedPrompt() { }

    public override void NotifyBeginApplication() { }

    public override void NotifyEndApplication() { }

    private sealed class Answers(AnsweringHost host) : PSHostUserInterface
    {
        public override PSHostRawUserInterface? RawUI => null;

        public override int PromptForChoice(
            string caption,
            string message,
            Collection<ChoiceDescription> choices,
            int defaultChoice
        ) => host.Answer(message, [.. choices.Select(choice => choice.Label.Replace("&", ""))]);

        public override Dictionary<string, PSObject> Prompt(
            string caption,
            string message,
            Collection<FieldDescription> descriptions
        ) => [];

        public override PSCredential? PromptForCredential(
            string caption,
            string message,
            string userName,
            string targetName
        ) => null;

        public override PSCredential? PromptForCredential(
            string caption,
            string message,
            string userName,
            string targetName,
            PSCredentialTypes allowedCredentialTypes,
            PSCredentialUIOptions options
        ) => null;

        public override string ReadLine() => "";

        public override SecureString ReadLineAsSecureString() => new();

        public override void Write(string value) { }

        public override void Write(
            ConsoleColor foregroundColor,
            ConsoleColor backgroundColor,
            string value
        ) { }

        public override void WriteLine(string value) { }

        public override void WriteErrorLine(string value) { }

        public override void WriteDebugLine(string message) { }

        public override void WriteProgress(long sourceId, ProgressRecord record) { }

        public override void WriteVerboseLine(string message) { }

        public override void WriteWarningLine(string message) { }
    }
}
