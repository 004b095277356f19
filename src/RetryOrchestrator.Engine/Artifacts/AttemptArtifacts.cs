using RetryOrchestrator.Engine.Files;

namespace RetryOrchestrator.Engine.Artifacts;

/// <summary>The log and evidence of one attempt: where they go, and how much there may be.</summary>
/// <remarks>
/// Nothing is written through a link that somebody put beneath the run's folder: it is taken away,
/// and a folder or file made in its place. The run's folder itself may be a link of the user's own,
/// to a larger disk, say.
/// </remarks>
public sealed class AttemptArtifacts
{
    private readonly RunArtifacts _run;
    private readonly HashSet<string> _files = [];
    private long _bytes;

    /// <summary>Of a run.</summary>
    internal AttemptArtifacts(string folder, RunArtifacts run)
    {
        Folder = folder;
        _run = run;
    }

    /// <summary>Of an attempt outside any run, such as a trial.</summary>
    /// <param name="folder">The folder; nothing above it is looked at.</param>
    public AttemptArtifacts(string folder)
        : this(folder, new RunArtifacts(folder)) { }

    /// <summary>The folder. Not made until something is written.</summary>
    public string Folder { get; }

    /// <summary>The most bytes that are kept of what the attempt says.</summary>
    public long MaxLogBytes => _run.MaxLogBytes;

    /// <summary>Whether anything was written.</summary>
    internal bool HasAny
    {
        get
        {
            lock (_files)
            {
                return _files.Count > 0;
            }
        }
    }

    /// <summary>Those of what is asked about the attempt, in a folder of their own beneath.</summary>
    public AttemptArtifacts OfVerification() => new(Path.Combine(Folder, "verify"), _run);

    /// <summary>Makes the folder.</summary>
    /// <exception cref="IOException">It cannot be made, or the run's folder is a link that another user made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public void EnsureFolder()
    {
        if (
            FileFacts.Of(_run.Root) is { Kind: FileKind.Link, Owner: { } owner }
            && owner != 0
            && owner != FileFacts.CurrentUser
        )
        {
            throw new IOException($"'{_run.Root}' is a link that another user made.");
        }

        OutputFile.CreateFolder(_run.Root, _run.Rights);
        RemoveLinks();
        OutputFile.CreateFolder(Folder, _run.Rights);
    }

    /// <summary>
    /// Takes away links where folders of the attempt belong: what an attempt's program writes there
    /// would follow them.
    /// </summary>
    /// <exception cref="IOException">One cannot be removed.</exception>
    public void RemoveLinks()
    {
        if (FindLink() is not { } link)
        {
            return;
        }

        try
        {
            File.Delete(link);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"'{link}' is a link where files of the attempt belong, and cannot be removed: "
                    + $"{e.Message.TrimEnd('.')}. Remove it, and look who made it.",
                e
            );
        }
    }

    /// <summary>The first link where a folder of the attempt belongs; null when there is none.</summary>
    private string? FindLink()
    {
        // From above: most attempts write nothing, and where there is no folder there is none beneath.
        for (var end = _run.Root.Length; end < Folder.Length; )
        {
            end = Folder.IndexOf(Path.DirectorySeparatorChar, end + 1) is > 0 and var next
                ? next
                : Folder.Length;
            var path = Folder[..end];
            switch (FileFacts.Of(path)?.Kind)
            {
                case FileKind.Link:
                    return path;
                case null:
                    return null;
            }
        }

        return null;
    }

    /// <summary>Makes a new, empty file in the folder, in place of what stands there.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public FileStream Create(string name, int bufferSize = 4096)
    {
        EnsureFolder();
        return OutputFile.Create(
            Path.Combine(Folder, name),
            _run.Rights,
            FileShare.ReadWrite | FileShare.Delete,
            bufferSize
        );
    }

    /// <summary>Notes that bytes are about to be written to a file of the folder.</summary>
    /// <returns>False when the run may keep no more: they must not be written.</returns>
    public bool TryKeep(string name, long bytes)
    {
        if (!_run.TryKeep(bytes))
        {
            return false;
        }

        lock (_files)
        {
            _files.Add(Path.Combine(Folder, name));
            _bytes += bytes;
        }

        return true;
    }

    /// <summary>The attempt is over.</summary>
    internal void Settle(bool succeeded) => _run.Settle(this, succeeded);

    /// <summary>Removes the files; what a link leads to in their place is somebody else's, and stays.</summary>
    /// <returns>How many bytes they had.</returns>
    internal long Remove()
    {
        lock (_files)
        {
            foreach (var path in FindLink() is null ? _files : [])
            {
                try
                {
                    File.Delete(path);
                }
                catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
                {
                    // It counts as removed: whoever holds it has it.
                }
            }

            return _bytes;
        }
    }
}
