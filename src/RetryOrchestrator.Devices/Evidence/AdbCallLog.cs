using System.Globalization;
using System.Text;
using RetryOrchestrator.Devices.Adb;
using RetryOrchestrator.Engine.Files;

namespace RetryOrchestrator.Devices.Evidence;

/// <summary>The calls to adb of an attempt, a line each, and what adb said when it failed. Thread-safe.</summary>
internal sealed class AdbCallLog(string file, long bytes)
{
    private const int LongestArgument = 2000;
    private readonly object _lock = new();
    private long _written;
    private bool _made;

    /// <summary>Appends a call.</summary>
    public void Write(AdbCall call)
    {
        var text = Describe(call);
        lock (_lock)
        {
            if (_written > bytes)
            {
                return;
            }

            _written += Encoding.UTF8.GetByteCount(text);
            var end = _written > bytes ? "(The log is full; later calls are not in it.)\n" : "";
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                if (!_made)
                {
                    OutputFile.Create(file, FileRights.OfFolderOf(file)).Dispose();
                    _made = true;
                }

                File.AppendAllText(file, text + end);
            }
            catch (Exception exception)
                when (exception is IOException or UnauthorizedAccessException)
            {
                // An attempt goes on without its log.
            }
        }
    }

    private static string Describe(AdbCall call)
    {
        var text = new StringBuilder();
        text.Append(
            call.StartedAt.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)
        );
        text.Append(CultureInfo.InvariantCulture, $" {call.Duration.TotalMilliseconds, 6:0} ms ");
        text.Append(call.End == AdbCallEnd.Exited ? $"exit {call.ExitCode}" : $"{call.End}");
        text.Append("  adb");
        foreach (var argument in call.Arguments)
        {
            // A line a call: a caption's line breaks are shown as the escapes they would be in C.
            var shown = argument.Replace("\n", "\\n").Replace("\r", "\\r");
            text.Append(' ').Append(Cut(shown));
        }

        text.Append('\n');
        if (call.ExitCode != 0)
        {
            foreach (var line in $"{call.OutputText}\n{call.Error}".Split('\n'))
            {
                if (!string.IsNullOrWhiteSpace(line))
                {
                    text.Append("    ").Append(Cut(line.TrimEnd())).Append('\n');
                }
            }
        }

        return text.ToString();
    }

    private static string Cut(string text) =>
        text.Length > LongestArgument ? text[..LongestArgument] + "…" : text;
}
