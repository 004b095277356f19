namespace RetryOrchestrator.Host.CommandLine;

/// <summary>The host's own options, the double-dashed ones.</summary>
internal sealed record HostOptions
{
    /// <summary>How objects are written.</summary>
    public DataFormat Format { get; init; }

    /// <summary>Whether help was asked for instead of a run.</summary>
    public bool Help { get; init; }

    /// <summary>Whether the version was asked for instead of a run.</summary>
    public bool Version { get; init; }

    /// <summary>Whether the words after the options are PowerShell text.</summary>
    public bool Command { get; init; }

    /// <summary>Takes in one more option.</summary>
    /// <exception cref="UsageException">The host has no such option.</exception>
    public HostOptions With(string word) =>
        word.ToLowerInvariant() switch
        {
            "--csv" => WithFormat(DataFormat.Csv),
            "--json" => WithFormat(DataFormat.Json),
            "--help" => this with { Help = true },
            "--version" => this with { Version = true },
            "--command" => this with { Command = true },
            _ => throw new UsageException(
                $"The host has no option '{word}': it has --csv, --json, --command, --help and --version. "
                    + "To pass it as a value, write it right after its parameter or after a lone '--'."
            ),
        };

    private HostOptions WithFormat(DataFormat format) =>
        Format is DataFormat.View || Format == format
            ? this with
            {
                Format = format,
            }
            : throw new UsageException("Choose one of --csv and --json.");
}
