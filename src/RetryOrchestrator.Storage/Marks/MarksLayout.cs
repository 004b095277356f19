using System.Buffers.Binary;
using System.Text;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Storage.Marks;

/// <summary>
/// The bytes of a file of marks: a head of fixed size that says whose they are, then for each
/// worker the ids of the last attempt it began and of the last it was shown to begin. Numbers are
/// little-endian.
/// </summary>
internal static class MarksLayout
{
    private const int TextSize = 64;
    private const int StateAt = 8;
    private const int BootAt = StateAt + TextSize;
    private const int HoldAt = BootAt + TextSize;
    private const int WorkersAt = HoldAt + sizeof(long);
    private const int HeadSize = WorkersAt + sizeof(long);
    private const int WorkerSize = 2 * sizeof(long);

    private static ReadOnlySpan<byte> Signature => "ROBEGUN1"u8;

    /// <summary>Where a worker's mark is.</summary>
    public static long OffsetOfBegun(int worker) => HeadSize + (worker - 1L) * WorkerSize;

    /// <summary>Where the mark of what was shown of a worker is.</summary>
    public static long OffsetOfShown(int worker) => OffsetOfBegun(worker) + sizeof(long);

    /// <summary>A file in which nobody has begun anything.</summary>
    /// <exception cref="IOException">A name is too long for it.</exception>
    public static byte[] Blank(string state, long hold, string bootId, int workers)
    {
        var bytes = new byte[OffsetOfBegun(workers + 1)];
        Signature.CopyTo(bytes);
        WriteText(state, bytes.AsSpan(StateAt, TextSize));
        WriteText(bootId, bytes.AsSpan(BootAt, TextSize));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(HoldAt), hold);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(WorkersAt), workers);
        return bytes;
    }

    /// <summary>What a file says, or null when it is not a whole one.</summary>
    public static BegunAttempts? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeadSize || !bytes.StartsWith(Signature))
        {
            return null;
        }

        var workers = BinaryPrimitives.ReadInt64LittleEndian(bytes[WorkersAt..]);
        var marks = bytes[HeadSize..];
        if (marks.Length % WorkerSize != 0 || workers != marks.Length / WorkerSize)
        {
            return null;
        }

        var latest = new long[workers];
        foreach (ref var attempt in latest.AsSpan())
        {
            attempt = Math.Max(
                BinaryPrimitives.ReadInt64LittleEndian(marks),
                BinaryPrimitives.ReadInt64LittleEndian(marks[sizeof(long)..])
            );
            marks = marks[WorkerSize..];
        }

        return new BegunAttempts(
            ReadText(bytes.Slice(StateAt, TextSize)),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[HoldAt..]),
            ReadText(bytes.Slice(BootAt, TextSize)),
            latest
        );
    }

    private static void WriteText(string text, Span<byte> field)
    {
        if (!Encoding.UTF8.TryGetBytes(text, field, out _))
        {
            throw new IOException($"'{text}' is too long for a file of marks.");
        }
    }

    private static string ReadText(ReadOnlySpan<byte> field) =>
        Encoding.UTF8.GetString(field.TrimEnd((byte)0));
}
