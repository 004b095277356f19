using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using RetryOrchestrator.Engine.Jobs;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>A job as one line of JSON: what a program reads from its standard input.</summary>
internal static class JobJson
{
    // A pipe is no web page: nothing but what JSON itself requires is escaped.
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// All columns in file order, as text, in UTF-8 and ending with a line feed. Halves of
    /// characters become U+FFFD.
    /// </summary>
    public static ReadOnlyMemory<byte> Write(JobColumns columns)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            foreach (var (name, value) in columns)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }
}
