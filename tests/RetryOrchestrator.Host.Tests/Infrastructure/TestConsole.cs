using RetryOrchestrator.Host.Display;

namespace RetryOrchestrator.Host.Tests.Infrastructure;

/// <summary>A console whose two streams are text and which can play the terminal.</summary>
internal sealed class TestConsole
{
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };

    public TestConsole(
        TimeProvider time,
        bool outputIsTerminal = false,
        bool errorIsTerminal = false,
        int width = 80,
        bool colour = false
    ) =>
        Text = new ConsoleText(
            new TextStream(_output, outputIsTerminal, () => width, colour),
            new TextStream(_error, errorIsTerminal, () => width, colour),
            time
        );

    public ConsoleText Text { get; }

    public string Output => _output.ToString();

    public string Error => _error.ToString();
}
