using System.Buffers;
using System.Globalization;
using System.Text;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>Reads processes from <c>/proc</c>.</summary>
internal sealed class LinuxProcessScan : IProcessScan
{
    private static readonly byte[] TokenPrefix = Encoding.UTF8.GetBytes(
        AttemptEnvironment.TokenVariable + "="
    );

    // What .NET gives as an exception's HResult for them.
    private const int TooManyOpen = 23; // ENFILE
    private const int TooManyOpenHere = 24; // EMFILE

    /// <inheritdoc/>
    public IReadOnlyList<ProcessEntry> Read()
    {
        var entries = new List<ProcessEntry>();
        foreach (var id in Ids())
        {
            if (ReadStat(id) is { } entry)
            {
                entries.Add(
                    entry with
                    {
                        Token = ReadToken(id),
                        Mark = InheritedMark.Read(id),
                        BirthMark = BirthMark.Of(id),
                    }
                );
            }
        }

        return entries;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> ArgumentsOf(ProcessEntry process) => ReadArguments(process.Id);

    /// <summary>The name and the arguments of a process; none when it has gone.</summary>
    public static IReadOnlyList<string> ReadArguments(int id)
    {
        try
        {
            var text = Encoding.UTF8.GetString(ReadFile(id, "cmdline")).TrimEnd('\0');
            return text.Length == 0 ? [] : text.Split('\0');
        }
        catch (IOException)
        {
            return []; // no more files can be open
        }
    }

    /// <summary>The ids of all processes.</summary>
    /// <exception cref="IOException">They cannot be read now.</exception>
    public static IEnumerable<int> Ids()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (
                int.TryParse(
                    Path.GetFileName(folder.AsSpan()),
                    CultureInfo.InvariantCulture,
                    out var id
                )
            )
            {
                yield return id;
            }
        }
    }

    /// <summary>
    /// This process, what is above it, and the first of all: where what it starts can have its parent.
    /// </summary>
    public static HashSet<int> ParentsOfOurs()
    {
        HashSet<int> parents = [ProcessSelection.Init];
        for (int? id = Environment.ProcessId; id is { } one && parents.Add(one); )
        {
            id = ReadStat(one)?.ParentId;
        }

        return parents;
    }

    /// <summary>Id, parent and start of a live process, or null when it is dead or a zombie.</summary>
    public static ProcessEntry? ReadStat(int id) =>
        ParseStat(id, Encoding.ASCII.GetString(ReadFile(id, "stat")));

    /// <summary>The same from the content of <c>/proc/…/stat</c>.</summary>
    internal static ProcessEntry? ParseStat(int id, string stat)
    {
        // "123 (any name) S 1 ...": the name may hold spaces and parentheses, so count from the last.
        var fields = stat[(stat.LastIndexOf(')') + 1)..]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 20)
        {
            return null;
        }

        // The state is the first thread's. A process that is killed shows Z as soon as that one is
        // dead; while others are not, its files, locks and ports are still open.
        var threads = int.Parse(fields[17], CultureInfo.InvariantCulture);
        return fields[0] == "X" || (fields[0] == "Z" && threads <= 1)
            ? null
            : new ProcessEntry(
                id,
                int.Parse(fields[1], CultureInfo.InvariantCulture),
                long.Parse(fields[19], CultureInfo.InvariantCulture)
            )
            {
                Group = int.Parse(fields[2], CultureInfo.InvariantCulture),
                Session = int.Parse(fields[3], CultureInfo.InvariantCulture),
            };
    }

    /// <summary>The command line of a process, as it is shown to people.</summary>
    public static string ReadCommand(int id) =>
        TerminalText.Clean(
            Encoding.UTF8.GetString(ReadFile(id, "cmdline")).TrimEnd('\0').Replace('\0', ' ')
        );

    private static string? ReadToken(int id)
    {
        ReadOnlySpan<byte> environment = ReadFile(id, "environ");
        while (environment.Length > 0)
        {
            var end = environment.IndexOf((byte)0);
            var variable = end < 0 ? environment : environment[..end];
            if (variable.StartsWith(TokenPrefix))
            {
                return Encoding.UTF8.GetString(variable[TokenPrefix.Length..]);
            }

            environment = end < 0 ? [] : environment[(end + 1)..];
        }

        return null;
    }

    /// <summary>The content, or nothing when the process has gone or is another user's.</summary>
    /// <exception cref="IOException">No more files can be open: that says nothing about the process.</exception>
    internal static byte[] ReadFile(int id, string name)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(4096);
        try
        {
            using var file = File.OpenHandle($"/proc/{id}/{name}");
            var length = 0;
            while (RandomAccess.Read(file, buffer.AsSpan(length), length) is > 0 and var read)
            {
                length += read;
                if (length == buffer.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent(length * 2);
                    buffer.CopyTo(larger, 0);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }
            }

            return buffer[..length];
        }
        catch (Exception e)
            when (e
                    is IOException { HResult: not (TooManyOpen or TooManyOpenHere) }
                        or UnauthorizedAccessException
            )
        {
            return [];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
