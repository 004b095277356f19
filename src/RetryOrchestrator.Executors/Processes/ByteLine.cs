namespace RetryOrchestrator.Executors.Processes;

/// <summary>The bytes of a line that is not complete yet, up to a limit.</summary>
/// <param name="limit">The most it ever holds.</param>
internal sealed class ByteLine(int limit)
{
    private byte[] _bytes = [];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>Adds bytes; together with what is there they stay within the limit.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        var length = Length + bytes.Length;
        if (length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Min(limit, Math.Max(256, length * 2)));
        }

        bytes.CopyTo(_bytes.AsSpan(Length));
        Length = length;
    }

    /// <summary>Holds what another held, which is empty afterwards.</summary>
    public void Take(ByteLine other)
    {
        (_bytes, other._bytes) = (other._bytes, _bytes);
        (Length, other.Length) = (other.Length, 0);
    }

    /// <summary>Drops bytes from its start.</summary>
    public void RemoveFirst(int count)
    {
        _bytes.AsSpan(count, Length - count).CopyTo(_bytes);
        Length -= count;
    }

    /// <summary>Drops all of them.</summary>
    public void Clear() => Length = 0;

    /// <summary>The length without a character of UTF-8 that is cut at its end.</summary>
    public int CharacterBoundary()
    {
        var start = Length - 1;
        while (start > Length - 4 && (_bytes[start] & 0xC0) == 0x80)
        {
            start--;
        }

        var size = _bytes[start] switch
        {
            >= 0xF0 => 4,
            >= 0xE0 => 3,
            >= 0xC0 => 2,
            _ => 1,
        };
        return start + size > Length ? start : Length;
    }
}
