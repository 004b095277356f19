using System.Text.Json;
using System.Text.Json.Serialization;
using RetryOrchestrator.Engine.Configuration;

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

    public static IReadOnlyList<EffectiveSetting> Read(string json) =>
        JsonSerializer.Deserialize<EffectiveSetting[]>(json, Options) ?? [];
}
