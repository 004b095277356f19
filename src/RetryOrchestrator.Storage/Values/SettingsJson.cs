using System.Text.Json;
using System.Text.Json.Serialization;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Storage.Sqlite;

namespace RetryOrchestrator.Storage.Values;

/// <summary>The effective settings of a run, as they are kept for status.</summary>
internal static class SettingsJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        Converters = { new JsonStringEnumConverter() },
    };

    public static string Write(IReadOnlyList<EffectiveSetting> settings) =>
        JsonSerializer.Serialize(settings, Options);

    public static IReadOnlyList<EffectiveSetting> Read(Statement row, int column)
    {
        try
        {
            return JsonSerializer.Deserialize<EffectiveSetting[]>(row.Text(column), Options) ?? [];
        }
        catch (JsonException)
        {
            throw row.Damaged(column, "no JSON of settings");
        }
    }
}
