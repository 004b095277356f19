using System.Text.Json;

namespace RetryOrchestrator.Devices.Pool;

/// <summary>
/// A run's notice of what its devices do, for other processes to read. A notice is valid while
/// its lock is held: that of a dead run is passed over, and removed by the next who looks.
/// </summary>
internal sealed class PoolBoard : IDisposable
{
    private const string Prefix = "pool-";
    private readonly string _file;
    private readonly FileStream _lock;

    /// <param name="folder">Where the notices of this machine's user are; made when it is not there.</param>
    public PoolBoard(string folder)
    {
        Directory.CreateDirectory(folder);
        var name = $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid():N}";
        _file = Path.Combine(folder, $"{name}.json");
        _lock = new FileStream(
            Path.ChangeExtension(_file, ".alive"),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None
        );
    }

    /// <summary>Replaces the notice, whole. One that cannot be written is no reason to stop a run.</summary>
    public void Write(IReadOnlyList<DeviceNotice> entries)
    {
        try
        {
            var temporary = $"{_file}.tmp";
            File.WriteAllText(
                temporary,
                JsonSerializer.Serialize(new Notice(Environment.ProcessId, entries))
            );
            File.Move(temporary, _file, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The disk is full, or a reader holds the file open on Windows: the next one will do.
        }
    }

    /// <summary>Removes the notice.</summary>
    public void Dispose()
    {
        _lock.Dispose();
        Remove(_file);
    }

    /// <summary>What live runs say, each entry with the run's process.</summary>
    public static IReadOnlyList<(int ProcessId, DeviceNotice Entry)> Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var entries = new List<(int, DeviceNotice)>();
        foreach (var file in Directory.EnumerateFiles(folder, $"{Prefix}*.json").ToList())
        {
            if (!IsAlive(file))
            {
                Remove(file);
            }
            else if (Parse(file) is { } notice)
            {
                entries.AddRange(notice.Devices.Select(entry => (notice.ProcessId, entry)));
            }
        }

        return entries;
    }

    private static bool IsAlive(string file)
    {
        try
        {
            using var held = new FileStream(
                Path.ChangeExtension(file, ".alive"),
                FileMode.Open,
                FileAccess.ReadWrite,
                FileShare.None
            );
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private static Notice? Parse(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<Notice>(File.ReadAllText(file));
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return null;
        }
    }

    private static void Remove(string file)
    {
        try
        {
            File.Delete(file);
            File.Delete($"{file}.tmp");
            File.Delete(Path.ChangeExtension(file, ".alive"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Whoever looks next tries again.
        }
    }

    private sealed record Notice(int ProcessId, IReadOnlyList<DeviceNotice> Devices);
}
