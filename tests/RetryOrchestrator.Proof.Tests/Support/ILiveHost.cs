namespace RetryOrchestrator.Proof.Tests.Support;

/// <summary>A process that runs the jobs of a list, and what it has said so far.</summary>
internal interface ILiveHost : IDisposable
{
    /// <summary>Its process id.</summary>
    int Id { get; }

    /// <summary>Whether a signal is heard already, instead of ending the process there and then.</summary>
    bool HearsSignals { get; }

    /// <summary>Whether it has ended.</summary>
    bool HasExited { get; }

    /// <summary>Its exit code, once it has ended.</summary>
    int ExitCode { get; }

    /// <summary>What it has shown up to now.</summary>
    IReadOnlyList<string> Lines { get; }

    /// <summary>Lets it run for a while; true when it ended by itself meanwhile.</summary>
    bool ExitsWithin(TimeSpan limit);
}

/// <summary>What can be asked of any.</summary>
internal static class LiveHosts
{
    /// <summary>How many lines hold a text.</summary>
    public static int Says(this ILiveHost host, string text) =>
        host.Lines.Count(line => line.Contains(text, StringComparison.Ordinal));
}
