using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace RetryOrchestrator.Engine.Intake.Rows;

/// <summary>
/// Which ids a list has had, and where. It keeps 128 bits of each id's SHA-256 instead of the id:
/// a million ids take some 30 MB however long they are. That two ids share those bits by accident
/// is less likely than a broken machine (10^-26 for a million), nor can it be brought about.
/// </summary>
/// <remarks>
/// A dictionary grows by copying itself, and leaves in memory what it was: that came to three times
/// what it held. Here entries stay where they are, chained from a table of numbers that alone grows.
/// </remarks>
internal sealed class SeenIds
{
    private const int ChunkSize = 4096;

    private readonly List<Entry[]> _chunks = [];

    // The last entry of each chain, counted from 1; 0 where there is none.
    private int[] _chains = new int[1024];
    private int _count;

    /// <summary>Notes an id.</summary>
    /// <param name="id">The id.</param>
    /// <param name="number">Its line or object.</param>
    /// <param name="first">Where the id stood first, if not here.</param>
    /// <returns>False when the id was there already.</returns>
    public bool TryAdd(string id, int number, out int first)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(id.AsSpan()), hash);
        var low = BinaryPrimitives.ReadUInt64LittleEndian(hash);
        var high = BinaryPrimitives.ReadUInt64LittleEndian(hash[sizeof(ulong)..]);
        for (var at = ChainOf(low); at > 0; at = EntryAt(at).Next)
        {
            ref var entry = ref EntryAt(at);
            if (entry.Low == low && entry.High == high)
            {
                first = entry.Number;
                return false;
            }
        }

        Add(new Entry(low, high, number));
        first = number;
        return true;
    }

    private void Add(Entry entry)
    {
        if (_count == _chains.Length)
        {
            Lengthen();
        }

        if (_count % ChunkSize == 0)
        {
            _chunks.Add(new Entry[ChunkSize]);
        }

        _count++;
        EntryAt(_count) = entry;
        Chain(_count);
    }

    private void Lengthen()
    {
        _chains = new int[_chains.Length * 2];
        for (var at = 1; at <= _count; at++)
        {
            Chain(at);
        }
    }

    private void Chain(int at)
    {
        ref var entry = ref EntryAt(at);
        ref var chain = ref ChainOf(entry.Low);
        entry.Next = chain;
        chain = at;
    }

    private ref int ChainOf(ulong low) => ref _chains[low % (uint)_chains.Length];

    private ref Entry EntryAt(int at) => ref _chunks[(at - 1) / ChunkSize][(at - 1) % ChunkSize];

    private record struct Entry(ulong Low, ulong High, int Number)
    {
        public int Next { get; set; }
    }
}
