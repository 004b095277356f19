namespace RetryOrchestrator.Tests.Android;

/// <summary>A file that was pushed to an emulated phone, whole.</summary>
internal sealed record PushedFile(string Path, byte[] Content);

/// <summary>A command that an emulated phone's shell was given.</summary>
/// <param name="Line">What the shell was given to parse.</param>
/// <param name="Calls">The programs it ran from it, each with its arguments as they arrived.</param>
internal sealed record ShellCall(string Line, IReadOnlyList<IReadOnlyList<string>> Calls);

/// <summary>What a scripted command answers.</summary>
internal sealed record ShellReply(string Output = "", int ExitCode = 0, string Error = "")
{
    /// <summary>Never answers, until the stream is closed.</summary>
    public bool Hang { get; init; }

    /// <summary>Cuts the connection after the output and leaves the phone in this mode.</summary>
    public PhoneMode? DropInto { get; init; }
}
