using System.Text.RegularExpressions;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Devices.Flows.Running;

/// <summary>
/// The media library of a device. Apps may not open each other's files by path; what the library
/// knows they open by its content URI, as a gallery shares it.
/// </summary>
internal static partial class MediaLibrary
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    /// <summary>Tells the library of a file.</summary>
    public static async Task<FailureEvidence?> ScanAsync(
        IFlowDevice device,
        string path,
        CancellationToken stop
    )
    {
        var scan = await device
            .RunAsync(
                [
                    "am",
                    "broadcast",
                    "-a",
                    "android.intent.action.MEDIA_SCANNER_SCAN_FILE",
                    "-d",
                    FileUri(path),
                ],
                Limit,
                stop
            )
            .ConfigureAwait(false);
        return scan.Failure;
    }

    /// <summary>
    /// The URI under which other apps can open a file: the library's, or the plain file's where
    /// the library does not list it.
    /// </summary>
    public static async Task<string> UriAsync(
        IFlowDevice device,
        string path,
        CancellationToken stop
    )
    {
        // /sdcard is a link; the library has the name behind it.
        var name = path.StartsWith("/sdcard/", StringComparison.Ordinal) ? path[7..] : path;
        var query = await device
            .RunAsync(
                [
                    "content",
                    "query",
                    "--uri",
                    "content://media/external/file",
                    "--projection",
                    "_id",
                    "--where",
                    $"_data LIKE '%{name.Replace("'", "''")}'",
                ],
                Limit,
                stop
            )
            .ConfigureAwait(false);
        return query.Succeeded && Row().Match(query.Value) is { Success: true } row
            ? $"content://media/external/file/{row.Groups[1].Value}"
            : FileUri(path);
    }

    private static string FileUri(string path) =>
        "file://" + string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    [GeneratedRegex(@"_id=(\d+)")]
    private static partial Regex Row();
}
