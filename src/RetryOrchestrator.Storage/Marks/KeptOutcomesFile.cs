using System.Text.Json;
using System.Text.Json.Serialization;
using RetryOrchestrator.Engine.Files;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Storage.Sqlite;

namespace RetryOrchestrator.Storage.Marks;

/// <summary>The outcomes in a file beside the state, <c>jobs.orchestrator.db-outcomes</c>.</summary>
/// <param name="state">The state's path.</param>
/// <param name="rights">Who may read them; as the umask has it when null.</param>
public sealed class KeptOutcomesFile(string state, FileRights? rights = null) : IKeptOutcomes
{
    private static readonly JsonSerializerOptions Options = new()
    {
        Converters = { new JsonStringEnumConverter() },
    };

    /// <inheritdoc/>
    public string Place { get; } = StateLocation.File(state).Path + "-outcomes";

    /// <inheritdoc/>
    /// <remarks>What is no file of ours says nothing: those attempts count as cut off.</remarks>
    public IReadOnlyList<KeptOutcome> Read(string state)
    {
        try
        {
            if (FileFacts.Of(Place)?.Kind != FileKind.File)
            {
                return [];
            }

            using var file = InputFile.Open(Place);
            var content = JsonSerializer.Deserialize<Content>(file, Options);
            return content is { Outcomes: { } outcomes } && content.State == state
                ? outcomes.Where(IsSound).ToList()
                : [];
        }
        catch (Exception fault)
            when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            return [];
        }
    }

    /// <inheritdoc/>
    public bool TryKeep(string state, IReadOnlyList<KeptOutcome> outcomes)
    {
        var temporary = Place + ".tmp";
        try
        {
            using (var file = OutputFile.Create(temporary, rights ?? FileRights.Default))
            {
                JsonSerializer.Serialize(file, new Content(state, outcomes), Options);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, Place, overwrite: true);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Clear()
    {
        try
        {
            File.Delete(Place);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The attempts in it are ended: it says nothing any more.
        }
    }

    private static bool IsSound(KeptOutcome? outcome) =>
        outcome is not null
        && Enum.IsDefined(outcome.Outcome)
        && (
            outcome.Outcome
                is not (
                    Engine.Outcomes.AttemptOutcome.Failed
                    or Engine.Outcomes.AttemptOutcome.Uncertain
                )
            || outcome.Failure is { Message: not null, Type: not null }
        );

    private sealed record Content(string State, IReadOnlyList<KeptOutcome> Outcomes);
}
