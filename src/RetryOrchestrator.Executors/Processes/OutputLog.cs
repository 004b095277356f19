using System.Text;
using RetryOrchestrator.Engine.Artifacts;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>
/// The file that keeps what a program or a script wrote, made when there is something to keep. A file that
/// cannot be written is no reason to fail a job: <see cref="Problem"/> says so instead.
/// </summary>
/// <param name="artifacts">What makes files for the attempt.</param>
/// <param name="maxBytes">How much is kept.</param>
public sealed class OutputLog(AttemptArtifacts artifacts, long maxBytes) : IDisposable
{
    /// <summary>The file's name in the folder of the attempt.</summary>
    public const string FileName = "output.log";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private FileStream? _file;
    private StreamWriter? _writer;
    private long _kept;

    /// <summary>Why there is no log, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>True when nothing more is kept.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Adds a line: <c>out | text</c> or <c>err | text</c>, with <c>+</c> for a continued one.</summary>
    public void Append(string stream, bool continues, string text)
    {
        if (IsFull)
        {
            return;
        }

        try
        {
            _writer ??= Open();
            _writer.Write(stream);
            _writer.Write(continues ? " + " : " | ");
            _writer.Write(text);
            _writer.Write('\n');
        }
        catch (Exception e) when (IsFileFault(e))
        {
            GiveUp(e);
        }
    }

    /// <summary>Hands what was added to the file, so that it can be followed while it grows.</summary>
    public void Flush()
    {
        if (IsFull || _writer is null)
        {
            return;
        }

        try
        {
            _writer.Flush();
            if (_file!.Position >= maxBytes || !MayKeepMore())
            {
                IsFull = true;
                _writer.Write(
                    FormattableString.Invariant(
                        $"--- the output after the first {_file.Position:N0} bytes is not kept\n"
                    )
                );
                _writer.Flush();
            }
        }
        catch (Exception e) when (IsFileFault(e))
        {
            GiveUp(e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Flush();
        IsFull = true;
        _file?.Dispose(); // not the writer: it would try again what has failed
    }

    // Every so often: what one attempt may keep is bounded, and the run's share is asked in steps.
    private bool MayKeepMore()
    {
        var written = _file!.Position - _kept;
        _kept = _file.Position;
        return artifacts.TryKeep(FileName, written);
    }

    private void GiveUp(Exception e)
    {
        IsFull = true;
        Problem = $"{FileName} could not be written: {e.Message}";
    }

    private static bool IsFileFault(Exception e) => e is IOException or UnauthorizedAccessException;

    private StreamWriter Open()
    {
        _file = artifacts.Create(FileName, bufferSize: 1); // the writer has a buffer
        return new StreamWriter(_file, Utf8, bufferSize: 8 * 1024);
    }
}
