using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace RetryOrchestrator.Host.Display;

/// <summary>What PowerShell shows and asks, on the console.</summary>
internal sealed class HostUserInterface(ConsoleText console, Func<string?>? readAnswer)
    : PSHostUserInterface
{
    private InformationRecord? _coming;

    /// <inheritdoc/>
    public override PSHostRawUserInterface RawUI { get; } = new HostRawUserInterface(console);

    /// <inheritdoc/>
    public override bool SupportsVirtualTerminal => console.Messages.Colour;

    /// <inheritdoc/>
    public override void Write(string value) => Show(value, endLine: false);

    /// <inheritdoc/>
    public override void Write(
        ConsoleColor foregroundColor,
        ConsoleColor backgroundColor,
        string value
    ) => Show(value, foregroundColor, endLine: false);

    /// <inheritdoc/>
    public override void WriteLine(string value) => Show(value, endLine: true);

    /// <inheritdoc/>
    public override void WriteLine(
        ConsoleColor foregroundColor,
        ConsoleColor backgroundColor,
        string value
    ) => Show(value, foregroundColor, endLine: true);

    /// <inheritdoc/>
    public override void WriteErrorLine(string value) => console.Alert(value, Palette.Error);

    /// <inheritdoc/>
    public override void WriteWarningLine(string message) =>
        console.Alert($"WARNING: {message}", Palette.Warning);

    /// <inheritdoc/>
    public override void WriteVerboseLine(string message) =>
        console.Say($"VERBOSE: {message}", Palette.Detail);

    /// <inheritdoc/>
    public override void WriteDebugLine(string message) =>
        console.Say($"DEBUG: {message}", Palette.Detail);

    /// <inheritdoc/>
    public override void WriteProgress(long sourceId, ProgressRecord record) =>
        console.Progress(record);

    /// <inheritdoc/>
    /// <remarks>PowerShell announces the record, then writes its text as a plain line.</remarks>
    public override void WriteInformation(InformationRecord record) => _coming = record;

    /// <inheritdoc/>
    public override string ReadLine() => Answer("a line of input");

    /// <inheritdoc/>
    public override SecureString ReadLineAsSecureString() => throw CannotAsk("a password");

    /// <inheritdoc/>
    public override Dictionary<string, PSObject> Prompt(
        string caption,
        string message,
        Collection<FieldDescription> descriptions
    ) => throw CannotAsk(string.Join(", ", descriptions.Select(field => $"-{field.Name}")));

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName
    ) => throw CannotAsk("a credential");

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options
    ) => throw CannotAsk("a credential");

    /// <inheritdoc/>
    public override int PromptForChoice(
        string caption,
        string message,
        Collection<ChoiceDescription> choices,
        int defaultChoice
    )
    {
        console.Write($"{caption}\n{message}".Trim());
        var keys = choices.Select(choice => Key(choice.Label)).ToList();
        var offer = string.Join(
            "  ",
            choices.Select((choice, i) => $"[{keys[i]}] {Plain(choice.Label)}")
        );
        while (true)
        {
            console.Write($"{offer}  (default is \"{keys[defaultChoice]}\"): ", endLine: false);
            var answer = Answer(
                    "the answer to this question (-Confirm:false answers it beforehand)"
                )
                .Trim();
            var chosen =
                answer.Length == 0
                    ? defaultChoice
                    : keys.FindIndex(key => key.Equals(answer, StringComparison.OrdinalIgnoreCase));
            if (chosen >= 0)
            {
                return chosen;
            }
        }
    }

    private string Answer(string what) => readAnswer?.Invoke() ?? throw CannotAsk(what);

    private static PSInvalidOperationException CannotAsk(string what) =>
        new($"Nobody is there to ask for {what}: give it on the command line.");

    // PowerShell decorates its views in any case; it is the host that takes the colours out.
    private void Show(string text, ConsoleColor? colour, bool endLine) =>
        console.Write(GetOutputString(text, SupportsVirtualTerminal), colour, endLine);

    private void Show(string text, bool endLine)
    {
        var record = _coming;
        _coming = null;
        if (record is not null && text == record.ToString())
        {
            var plain = GetOutputString(text, SupportsVirtualTerminal);
            console.Say(plain, Palette.Of(record), endLine);
        }
        else
        {
            Show(text, null, endLine);
        }
    }

    private static string Plain(string label) => label.Replace("&", "", StringComparison.Ordinal);

    private static string Key(string label)
    {
        var mark = label.IndexOf('&');
        return mark >= 0 && mark + 1 < label.Length
            ? label[mark + 1].ToString().ToUpper(CultureInfo.InvariantCulture)
            : label;
    }
}
