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
    /// All three beside the jobs file, under its name without the extension. With a state of the
    /// user's own, the others are that state's (<see cref="ForState"/>): two states of one list,
    /// such as a simulation beside the real runs, never write into one file.
    /// </summary>
    /// <param name="jobsPath">The jobs file; it need not exist.</param>
    /// <param name="statePath">Where the state is to be instead, or null.</param>
    public static StatePaths ForJobs(string jobsPath, string? statePath = null)
    {
        var stem = WithoutExtension(Path.GetFullPath(jobsPath));
        var own = Of(stem + StateSuffix, stem);
        if (statePath is null || IsSame(Path.GetFullPath(statePath), own.State))
        {
            return own;
        }

        // jobs.db beside jobs.csv: without its extension it would be called like the list; and a
        // state called jobs is so already.
        var paths = ForState(statePath);
        return !IsSame(paths.Mirror, own.Mirror) ? paths
            : IsSame(paths.State, stem) ? Of(paths.State, paths.State + StateSuffix)
            : Of(paths.State, paths.State);
    }

    /// <summary>
    /// The others beside the state, under its name without <see cref="StateSuffix"/> or
    /// <c>.db</c>.
    /// </summary>
    /// <param name="statePath">The state; it need not exist.</param>
    public static StatePaths ForState(string statePath)
    {
        var state = Path.GetFullPath(statePath);
        return Of(state, WithoutEnd(state, StateSuffix) ?? WithoutEnd(state, ".db") ?? state);
    }

    private static StatePaths Of(string state, string stem) =>
        new(state, stem + MirrorSuffix, stem + ArtifactsSuffix);

    // Two names that differ in case alone are one file on Windows and macOS.
    private static bool IsSame(string path, string other) =>
        path.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static string? WithoutEnd(string path, string end) =>
        path.EndsWith(end, StringComparison.OrdinalIgnoreCase)
        && Path.GetFileName(path).Length > end.Length
            ? path[..^end.Length]
            : null;

    /// <summary>A name such as <c>.csv</c> is all extension: it stays whole.</summary>
    private static string WithoutExtension(string path)
    {
        var stem = Path.GetFileNameWithoutExtension(path);
        return stem.Length == 0 ? path : Path.Combine(Path.GetDirectoryName(path) ?? "", stem);
    }
}
