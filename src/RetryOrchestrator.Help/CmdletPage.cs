using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace RetryOrchestrator.Help;

/// <summary>A heading with what stands beneath it.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Paragraphs">Text, each paragraph in one line.</param>
internal sealed record Topic(string Title, IReadOnlyList<string> Paragraphs)
{
    /// <summary>A block of code beneath the heading; null without one.</summary>
    public string? Code { get; init; }
}

/// <summary>
/// What somebody wrote of a cmdlet, in Markdown: its name as the title, what it does in a sentence,
/// then the sections <c>Description</c>, <c>Examples</c>, <c>Parameters</c>, <c>Inputs</c>,
/// <c>Outputs</c>, <c>Notes</c> and <c>Related</c>.
/// </summary>
internal sealed record CmdletPage
{
    private static readonly string[] Sections =
    [
        "Description",
        "Examples",
        "Parameters",
        "Inputs",
        "Outputs",
        "Notes",
        "Related",
    ];

    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>The cmdlet.</summary>
    public required string Name { get; init; }

    /// <summary>What it does, in a sentence.</summary>
    public required string Synopsis { get; init; }

    /// <summary>The description; one with a title of its own begins with that.</summary>
    public IReadOnlyList<Topic> Description { get; init; } = [];

    /// <summary>Examples, each with its code.</summary>
    public IReadOnlyList<Topic> Examples { get; init; } = [];

    /// <summary>Parameters, each by its name without the hyphen.</summary>
    public IReadOnlyList<Topic> Parameters { get; init; } = [];

    /// <summary>What it takes from the pipeline, each by its type.</summary>
    public IReadOnlyList<Topic> Inputs { get; init; } = [];

    /// <summary>What it emits, each by its type.</summary>
    public IReadOnlyList<Topic> Outputs { get; init; } = [];

    /// <summary>What else there is to say.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Other cmdlets and topics.</summary>
    public IReadOnlyList<string> Related { get; init; } = [];

    /// <summary>Reads a page.</summary>
    /// <param name="path">Its file, for messages.</param>
    /// <param name="text">What stands in it.</param>
    /// <exception cref="PageException">It is not such a page.</exception>
    public static CmdletPage Read(string path, string text)
    {
        var topics = new List<(int Level, Topic Topic, int Line)>();
        var related = new List<string>();
        foreach (var block in Markdown.Parse(text))
        {
            var line = block.Line + 1;
            switch (block)
            {
                case HeadingBlock heading:
                    topics.Add((heading.Level, new Topic(TextOf(heading.Inline), []), line));
                    break;
                case ListBlock list:
                    related.AddRange(
                        list.OfType<ListItemBlock>()
                            .SelectMany(item => item.OfType<ParagraphBlock>())
                            .Select(item => TextOf(item.Inline))
                    );
                    break;
                case ParagraphBlock or FencedCodeBlock when topics.Count > 0:
                    var (level, topic, at) = topics[^1];
                    topics[^1] = (level, With(topic, block), at);
                    break;
                default:
                    throw new PageException(
                        $"{path}({line})",
                        "Only headings, paragraphs, blocks of code and the list of what is related can stand here."
                    );
            }
        }

        return Compose(path, topics, related);
    }

    private static Topic With(Topic topic, Block block) =>
        block is FencedCodeBlock code
            ? topic with
            {
                Code = code.Lines.ToString(),
            }
            : topic with
            {
                Paragraphs = [.. topic.Paragraphs, TextOf(((ParagraphBlock)block).Inline)],
            };

    private static CmdletPage Compose(
        string path,
        List<(int Level, Topic Topic, int Line)> topics,
        IReadOnlyList<string> related
    )
    {
        if (topics is not [(1, { Paragraphs: [var synopsis] } title, _), ..])
        {
            throw new PageException(
                $"{path}(1)",
                "A page begins with the cmdlet's name as its title, and one paragraph that says what it does."
            );
        }

        var sections = Sections.ToDictionary(name => name, _ => new List<Topic>());
        List<Topic>? section = null;
        foreach (var (level, topic, line) in topics.Skip(1))
        {
            if (level == 2 && sections.TryGetValue(topic.Title, out section))
            {
                section.Add(topic);
            }
            else if (level == 3 && section is not null)
            {
                section.Add(topic);
            }
            else
            {
                throw new PageException(
                    $"{path}({line})",
                    $"'{topic.Title}' is no section. There are {string.Join(", ", Sections)}, and topics within them."
                );
            }
        }

        return new CmdletPage
        {
            Path = path,
            Name = title.Title,
            Synopsis = synopsis,
            Description = sections["Description"],
            Examples = Within("Examples"),
            Parameters =
            [
                .. Within("Parameters")
                    .Select(topic => topic with { Title = topic.Title.TrimStart('-') }),
            ],
            Inputs = Within("Inputs"),
            Outputs = Within("Outputs"),
            Notes = [.. sections["Notes"].SelectMany(topic => topic.Paragraphs)],
            Related = related,
        };

        IReadOnlyList<Topic> Within(string name) => [.. sections[name].Skip(1)];
    }

    private static string TextOf(ContainerInline? inlines) =>
        string.Concat(
            (inlines ?? []).Select(inline =>
                inline switch
                {
                    LiteralInline literal => literal.Content.ToString(),
                    CodeInline code => code.Content,
                    LineBreakInline => " ",
                    HtmlEntityInline entity => entity.Transcoded.ToString(),
                    ContainerInline container => TextOf(container),
                    _ => "",
                }
            )
        );
}
