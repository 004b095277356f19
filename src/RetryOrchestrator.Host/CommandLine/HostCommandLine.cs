namespace RetryOrchestrator.Host.CommandLine;

/// <summary>The words as the operating system handed them over, sorted into options and command.</summary>
/// <param name="Options">The options that stood before the command.</param>
/// <param name="Words">The cmdlet and its parameters, or the words of a pipeline.</param>
internal sealed record HostCommandLine(HostOptions Options, IReadOnlyList<string> Words)
{
    /// <summary>Reads the options up to the cmdlet's name; everything after <c>--command</c> is its text.</summary>
    /// <exception cref="UsageException">An option is unknown, or there is nothing to run.</exception>
    public static HostCommandLine Parse(IReadOnlyList<string> words)
    {
        var options = new HostOptions();
        var next = 0;
        while (
            next < words.Count
            && !options.Command
            && words[next].StartsWith("--", StringComparison.Ordinal)
        )
        {
            options = options.With(words[next++]);
        }

        var rest = words.Skip(next).ToList();
        if (rest.Count == 0 && options is { Help: false, Version: false })
        {
            throw new UsageException(
                options.Command
                    ? "--command needs a pipeline, such as --command 'Get-RetryPassSummary -All'."
                    : "Nothing to run: name a cmdlet, or see --help."
            );
        }

        return new HostCommandLine(options, rest);
    }
}
