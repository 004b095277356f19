using System.Text;

namespace RetryOrchestrator.Model.Tests.Hostile;

/// <summary>A file that is a start and then one byte again and again; it is made as it is read.</summary>
internal sealed class EndlessStream(string start, byte filling, long length) : Stream
{
    private readonly byte[] _start = Encoding.UTF8.GetBytes(start);

    /// <summary>How far it was read.</summary>
    public long Furthest { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count) =>
        Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, length - Position);
        for (var index = 0; index < count; index++)
        {
            var position = Position + index;
            buffer[index] = position < _start.Length ? _start[position] : filling;
        }

        Position += count;
        Furthest = Math.Max(Furthest, Position);
        return count;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();
}
