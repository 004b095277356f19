using RetryOrchestrator.Engine.Files;

namespace RetryOrchestrator.Engine.Artifacts;

/// <summary>
/// The folder of a run's logs and evidence, and how much of it there may be. When that is reached,
/// the oldest files of attempts that succeeded make room; when none is left, nothing more is kept.
/// What failures left is never removed.
/// </summary>
/// <remarks>
/// Thread-safe. It counts and removes what this run writes itself in this sitting: files of earlier
/// ones, and what programs put beside them, are not its to remove.
/// </remarks>
/// <param name="root">The folder.</param>
/// <param name="rights">Who may read it; as the umask has it when null.</param>
/// <param name="warn">Told once when files are removed, and once when nothing more is kept.</param>
public sealed class RunArtifacts(
    string root,
    FileRights? rights = null,
    Action<string>? warn = null
)
{
    private readonly object _gate = new();
    private readonly Queue<AttemptArtifacts> _removable = new();
    private bool _saidRemoving;
    private bool _saidFull;

    /// <summary>The most bytes that are kept of a run. Default 10 GB.</summary>
    public long MaxBytes { get; init; } = 10_000_000_000;

    /// <summary>The most bytes that are kept of what one attempt says. Default 50 MB.</summary>
    public long MaxLogBytes { get; init; } = 50_000_000;

    /// <summary>The folder.</summary>
    public string Root { get; } = root;

    /// <summary>Who may read it.</summary>
    public FileRights Rights { get; } = rights ?? FileRights.Default;

    /// <summary>Bytes that are kept now.</summary>
    public long Kept { get; private set; }

    /// <summary>Those of an attempt.</summary>
    public AttemptArtifacts Of(string jobId, int number) =>
        new(AttemptFolder.Of(Root, jobId, number), this);

    /// <summary>Makes room for more.</summary>
    /// <returns>False when there is none: it must not be written.</returns>
    internal bool TryKeep(long bytes)
    {
        lock (_gate)
        {
            while (Kept + bytes > MaxBytes)
            {
                if (!_removable.TryDequeue(out var oldest))
                {
                    SayOnce(
                        ref _saidFull,
                        $"Logs and evidence of this run have reached {Limit}: nothing more is kept. The "
                            + $"run goes on. Make room in '{Root}', or raise -MaxArtifactMegabytes."
                    );
                    return false;
                }

                Kept -= oldest.Remove();
                SayOnce(
                    ref _saidRemoving,
                    $"Logs and evidence of this run have reached {Limit} (-MaxArtifactMegabytes): the "
                        + "oldest of attempts that succeeded make room for new ones."
                );
            }

            Kept += bytes;
            return true;
        }
    }

    /// <summary>An attempt is over; those of a success may be removed when room is needed.</summary>
    internal void Settle(AttemptArtifacts attempt, bool succeeded)
    {
        if (succeeded && attempt.HasAny)
        {
            lock (_gate)
            {
                _removable.Enqueue(attempt);
            }
        }
    }

    private string Limit => FormattableString.Invariant($"{MaxBytes / 1_000_000.0:#,0.###} MB");

    private void SayOnce(ref bool said, string message)
    {
        if (!said)
        {
            said = true;
            warn?.Invoke(message);
        }
    }
}
