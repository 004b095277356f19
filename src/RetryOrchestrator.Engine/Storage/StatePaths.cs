namespace RetryOrchestrator.Engine.Storage;

/// <summary>Where a list's state, mirror and artifacts are. All paths are absolute.</summary>
/// <param name="State">The state, such as <c>jobs.orchestrator.db</c>.</param>
/// <param name="Mirror">The progress CSV, such as <c>jobs.progress.csv</c>.</param>
/// <param name="Artifacts">The folder of logs and evidence, such as <c>jobs.artifacts</c>.</param>
public sealed record StatePaths(string State, string Mirror, string Artifacts)
{
    /// <summary>What a state's name ends with by default.</summary>
    public const string StateSuffix = ".orchestrator.db";

    private const string MirrorSuffix = ".progress.csv";
    private const string ArtifactsSuffix = ".artifacts";

    /// <summary>
    /// All three beside the jobs file, under its name without the extension. A state path of the
    /// user's own moves the state alone.
    /// </summary>
    /// <param name="jobsPath">The jobs file; it need not exist.</param>
    /// <param name="statePath">Where the state is to be instead, or null.</param>
    public static StatePaths ForJobs(string jobsPath, string? statePath = null)
    {
        var stem = WithoutExtension(Path.GetFullPath(jobsPath));
        var state = statePath is null ? stem + StateSuffix : Path.GetFullPath(statePath);
        return new StatePaths(state, stem + MirrorSuffix, stem + ArtifactsSuffix);
    }

    /// <summary>
    /// The others beside the state, when there is no jobs file: its name without
    /// <see cref="StateSuffix"/>, or else without its extension.
    /// </summary>
    /// <param name="statePath">The state; it need not exist.</param>
    public static StatePaths ForState(string statePath)
    {
        var state = Path.GetFullPath(statePath);
        var stem = state.EndsWith(StateSuffix, StringComparison.OrdinalIgnoreCase)
            ? state[..^StateSuffix.Length]
            : WithoutExtension(state);
        return new StatePaths(state, stem + MirrorSuffix, stem + ArtifactsSuffix);
    }

    /// <summary>A name such as <c>.csv</c> is all extension: it stays whole.</summary>
    private static string WithoutExtension(string path)
    {
        var stem = Path.GetFileNameWithoutExtension(path);
        return stem.Length == 0 ? path : Path.Combine(Path.GetDirectoryName(path) ?? "", stem);
    }
}
