using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace RetryOrchestrator.Engine.Intake.Rows;

/// <summary>
/// Which ids a list has had, and where. It keeps 128 bits of each id's SHA-256 instead of the id:
/// a million ids take some 40 MB however long they are. That two ids share those bits by accident
/// is less likely than a broken machine (10^-26 for a million), nor can it be brought about.
/// </summary>
internal sealed class SeenIds
{
    private readonly Dictionary<UInt128, int> _places = [];

    /// <summary>Notes an id.</summary>
    /// <param name="id">The id.</param>
    /// <param name="number">Its line or object.</param>
    /// <param name="first">Where the id stood first, if not here.</param>
    /// <returns>False when the id was there already.</returns>
    public bool TryAdd(string id, int number, out int first)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(id.AsSpan()), hash);
        var key = BinaryPrimitives.ReadUInt128LittleEndian(hash);
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _places,
            key,
            out var exists
        );
        if (!exists)
        {
            place = number;
        }

        first = place;
        return !exists;
    }
}
