using RetryOrchestrator.Engine.Files;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace RetryOrchestrator.Devices.Flows.Reading;

/// <summary>Reads flow files and tells everything that is wrong with one at once.</summary>
internal static class FlowReader
{
    private static readonly string[] Keys =
    [
        "name",
        "app",
        "capabilities",
        "timeout",
        "failWhen",
        "steps",
        "verify",
    ];

    /// <summary>Reads a flow file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">
    /// The columns of the list of jobs, for which placeholders are checked; null to leave that out.
    /// </param>
    /// <exception cref="FlowException">It has faults; all are told.</exception>
    public static Flow Load(string path, IReadOnlyCollection<string>? columns = null)
    {
        var name = Path.GetFileName(path);
        string text;
        try
        {
            text = ReadText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FlowException([
                new(
                    path,
                    new(1, 1),
                    $"The flow cannot be read: {exception.Message} Give its path with -FlowPath."
                ),
            ]);
        }

        return Parse(text, name, columns);
    }

    // Not more than a flow may have, whatever the file says its length is.
    private static string ReadText(string path)
    {
        using var file = InputFile.Open(path);
        var content = new byte[FlowLimits.MaxBytes + 1];
        var read = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        if (read > FlowLimits.MaxBytes)
        {
            throw new IOException("It is larger than 1 MB, which is no flow.");
        }

        using var reader = new StreamReader(new MemoryStream(content, 0, read));
        return reader.ReadToEnd();
    }

    /// <summary>Reads a flow from its text. Pure.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="file">What the file is called in messages.</param>
    /// <param name="columns">As for <see cref="Load"/>.</param>
    /// <exception cref="FlowException">It has faults; all are told.</exception>
    public static Flow Parse(string text, string file, IReadOnlyCollection<string>? columns = null)
    {
        var problems = new FlowProblems(file);
        var flow = TryParse(text, file, problems);
        if (flow is not null && columns is not null)
        {
            CheckColumns(flow, columns, problems);
        }

        problems.ThrowIfAny();
        return flow!;
    }

    private static Flow? TryParse(string text, string file, FlowProblems problems)
    {
        YamlNode? root;
        try
        {
            if (FlowLimits.Exceeded(text) is { } excess)
            {
                problems.Add(excess.At, excess.Problem);
                return null;
            }

            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            root = yaml.Documents.Count == 0 ? null : yaml.Documents[0].RootNode;
        }
        catch (YamlException exception)
        {
            problems.Add(
                new FlowPlace((int)exception.Start.Line, (int)exception.Start.Column),
                $"This is no valid YAML: {exception.Message} (A text with ': ', '#' or that begins "
                    + "with '{' needs quotes.)"
            );
            return null;
        }

        if (root is not YamlMappingNode)
        {
            problems.Add(
                new FlowPlace(1, 1),
                "A flow is a mapping with the keys name and steps. Begin with 'name: …'."
            );
            return null;
        }

        var map = new FlowMapping(root, "a flow", Keys, problems);
        var timeout = map.Duration("timeout", Flow.LongestTimeout);
        var flow = new Flow
        {
            Name = map.PlainText("name") ?? Path.GetFileNameWithoutExtension(file),
            File = file,
            App = map.PlainText("app"),
            Capabilities = map.Values(
                "capabilities",
                (name, t, v) => new FlowCapability(name, t, v)
            ),
            FailWhen = map.Items("failWhen", "a list of texts that mean failure", GuardReader.Read),
            Steps = StepReader.ReadAll(map),
            Verify = StepReader.ReadVerify(map),
        };
        return timeout is { } limit ? flow with { StepTimeout = limit } : flow;
    }

    private static void CheckColumns(
        Flow flow,
        IReadOnlyCollection<string> columns,
        FlowProblems problems
    )
    {
        string[] always =
        [
            ColumnName.JobId,
            ColumnName.Account,
            ColumnName.Device,
            ColumnName.VideoPath,
            ColumnName.Caption,
        ];
        var known = columns.Concat(always).Select(ColumnName.Canonical).Distinct().ToList();
        var keys = known.Select(ColumnName.Key).ToHashSet();
        var texts = flow
            .Capabilities.Select(capability => capability.Text)
            .OfType<FlowText>()
            .Concat(flow.Steps.Concat(flow.Verify).SelectMany(step => step.Action.Texts));
        foreach (var text in texts)
        {
            foreach (var column in text.Columns.Where(name => !keys.Contains(ColumnName.Key(name))))
            {
                var near = NearestName.Of(column, known) is { } name
                    ? $" Did you mean {{{name}}}?"
                    : "";
                problems.Add(
                    text.At,
                    $"The jobs have no column '{column}'.{near} Columns: {string.Join(", ", known)}. "
                        + $"For literal braces write {{{{{column}}}}}."
                );
            }
        }
    }
}
