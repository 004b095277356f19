using System.Text.Json;

namespace RetryOrchestrator.Devices.Appium;

/// <summary>What a server answers to <c>GET /status</c>. Pure.</summary>
internal static class ServerStatus
{
    /// <summary>
    /// Whether it takes new sessions. Appium answers with 200 while it is shutting down, too, and
    /// says in the answer that it is not ready.
    /// </summary>
    public static bool IsReady(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement is { ValueKind: JsonValueKind.Object } status
                && status.TryGetProperty("value", out var value)
                && value.ValueKind == JsonValueKind.Object
                && value.TryGetProperty("ready", out var ready)
                && ready.ValueKind == JsonValueKind.True;
        }
        catch (JsonException)
        {
            // Some other service's page.
            return false;
        }
    }
}
