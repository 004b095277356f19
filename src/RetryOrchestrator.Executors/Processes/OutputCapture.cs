using RetryOrchestrator.Engine.Artifacts;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>
/// Takes what a program writes to its two output streams, keeps it in the attempt's log and
/// remembers the last lines of each, in which the reason of a failure is looked for.
/// </summary>
internal sealed class OutputCapture(AttemptArtifacts artifacts, long maxLogBytes) : IDisposable
{
    private readonly object _gate = new();
    private readonly OutputLog _log = new(artifacts, maxLogBytes);
    private LineAssembler? _out;
    private LineAssembler? _error;

    /// <summary>Takes a block of standard output.</summary>
    public void TakeOut(ReadOnlySpan<byte> bytes) => Take(ref _out, "out", bytes);

    /// <summary>Takes a block of standard error.</summary>
    public void TakeError(ReadOnlySpan<byte> bytes) => Take(ref _error, "err", bytes);

    /// <summary>Takes unfinished lines as they are; what comes later is lost.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _out?.Complete((text, continues) => _log.Append("out", continues, text));
            _error?.Complete((text, continues) => _log.Append("err", continues, text));
            _log.Dispose();
        }
    }

    /// <summary>The last lines of both streams: call it after <see cref="Dispose"/>.</summary>
    public ProgramOutput LastLines() => new(_error?.LastLines ?? [], _out?.LastLines ?? []);

    /// <summary>Why there is no log, or null: call it after <see cref="Dispose"/>.</summary>
    public string? Problem => _log.Problem;

    private void Take(ref LineAssembler? lines, string stream, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            lines ??= new LineAssembler();
            if (_log.IsFull)
            {
                lines.FeedLast(bytes);
                return;
            }

            lines.Feed(bytes, (text, continues) => _log.Append(stream, continues, text));
            _log.Flush();
        }
    }
}
